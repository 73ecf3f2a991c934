import { describe, expect, test } from "vitest";
import type { ToolClass } from "#app/domain/catalog/catalog-words.ts";
import type { Launch, LaunchVariable } from "#app/domain/inventory/scan-inputs.ts";
import { connectionEvidence } from "#app/domain/trust/connection-evidence.ts";
import { derivedPiece, type Piece, worstPieces } from "#app/domain/trust/evidence-piece.ts";
import type { EvidenceRowKey } from "#app/domain/trust/evidence-rows.ts";
import { type PermissionFacts, permissionEvidence } from "#app/domain/trust/permission-evidence.ts";
import { publisherEvidence, publisherWays } from "#app/domain/trust/publisher-evidence.ts";
import { remoteAddress } from "#app/domain/trust/remote-address.ts";
import { NOON } from "#test/support/factories.ts";

const launchOf = (over: Partial<Launch> = {}): Launch => ({
  transport: "stdio",
  command: "npx",
  args: [],
  env: [],
  headers: [],
  ...over,
});
const remoteLaunch = (over: Partial<Launch> = {}): Launch => ({
  transport: "http",
  url: "http://x",
  args: [],
  env: [],
  headers: [],
  ...over,
});
const variable = (name: string, value: LaunchVariable["value"]): LaunchVariable => ({ name, value });
const SECRET = { kind: "secret", secretKind: "github-token" } as const;

function answersOf(pieces: Piece[]) {
  return Object.fromEntries(
    pieces.map(({ row, answer, value }) => [row, value === null ? "?" : `${answer} ${value}`]),
  ) as Partial<Record<EvidenceRowKey, string>>;
}
const connection = (identity: string, launches: Launch[] = [], isVouched = true) =>
  answersOf(
    connectionEvidence({
      identity,
      launches: launches.map((launch) => ({ ...launch, isVouched })),
      seenAt: launches.length > 0 ? NOON : null,
    }),
  );

describe("an address", () => {
  test.each([
    ["remote:https://mcp.sentry.dev/mcp", true, "public"],
    ["remote:http://mcp.example.com/mcp", false, "public"],
    ["remote:http://localhost:8080/sse", false, "loopback"],
    ["remote:http://127.0.0.1:1", false, "loopback"],
    ["remote:http://[::1]:1", false, "loopback"],
    ["remote:https://10.1.2.3/mcp", true, "internal"],
    ["remote:https://172.20.0.1/mcp", true, "internal"],
    ["remote:https://172.32.0.1/mcp", true, "public"],
    ["remote:https://[fd00::1]/mcp", true, "internal"],
    ["remote:https://mcp.corp.internal/mcp", true, "internal"],
    ["remote:http://build-server:3000/mcp", false, "internal"],
    ["remote:http://mcp.test/mcp", false, "internal"],
    ["remote:http://mcp.private/mcp", false, "internal"],
    ["remote:http://host.docker.internal:3000/mcp", false, "loopback"],
  ])("%s is understood without looking a name up", (identity, isEncrypted, place) => {
    expect(remoteAddress(identity)).toMatchObject({ known: true, isEncrypted, place });
  });

  test("that holds a variable or is none is not guessed", () => {
    for (const identity of ["remote:https://${HOST}/mcp", "remote:nothing", "remote:ftp://x.example/y"])
      expect(remoteAddress(identity), identity).toEqual({ known: false });
    expect(remoteAddress("npm:x")).toBeNull();
    expect(connection("remote:https://${HOST}/mcp")).toMatchObject({
      transport_protected: "?",
      tls_certificate: "?",
      secret_over_http: "?",
    });
  });
});

describe("the connection", () => {
  test("of a program on the device crosses no network and is asked by nobody else", () => {
    expect(connection("npm:x", [launchOf()])).toEqual({
      transport_protected: "found 1",
      tls_certificate: "not_found 1",
      authentication: "found 1",
      secret_place: "not_found 1",
      secret_over_http: "not_found 1",
    });
  });

  test("says of a secret where it lives, and the worst place counts", () => {
    const inFile = launchOf({ env: [variable("TOKEN", SECRET)] });
    const inEnv = launchOf({ env: [variable("TOKEN", { kind: "reference", text: "${env:TOKEN}" })] });
    const byClient = launchOf({ env: [variable("TOKEN", { kind: "reference", text: "${input:token}" })] });
    const inArgs = launchOf({ args: [{ kind: "plain", text: "--key=•••", secret: SECRET }] });
    expect(connection("npm:x", [inFile]).secret_place).toBe("found 0");
    expect(connection("npm:x", [inArgs]).secret_place).toBe("found 0");
    expect(connection("npm:x", [inEnv]).secret_place).toBe("found 0.75");
    expect(connection("npm:x", [byClient]).secret_place).toBe("found 1");
    expect(connection("npm:x", [byClient, inEnv, inFile]).secret_place).toBe("found 0");
    expect(connection("npm:x").secret_place).toBe("?");
    const noSecret = launchOf({ env: [variable("REGION", { kind: "reference", text: "${env:REGION}" })] });
    expect(connection("npm:x", [noSecret]).secret_place).toBe("not_found 1");
  });

  test("by plain http to the internet is unprotected, and a credential on it is a cap", () => {
    const identity = "remote:http://mcp.example.com/mcp";
    const withKey = remoteLaunch({
      headers: [variable("Authorization", { kind: "reference", text: "Bearer ${env:KEY}" })],
    });
    expect(connection(identity, [withKey])).toEqual({
      transport_protected: "not_found 0",
      tls_certificate: "not_found 0",
      authentication: "found 0.5",
      secret_place: "found 0.75",
      secret_over_http: "found 0",
    });
    expect(connection(identity, [remoteLaunch()]).secret_over_http).toBe("not_found 1");
    expect(connection(identity).secret_over_http).toBe("?");
    expect(connection("remote:http://localhost:1/mcp", [withKey]).secret_over_http).toBe("not_found 1");
  });

  test("that nobody vouches for speaks against a server and never for it", () => {
    const inFile = launchOf({ env: [variable("TOKEN", SECRET)] });
    const byClient = launchOf({ env: [variable("TOKEN", { kind: "reference", text: "${input:token}" })] });
    expect(connection("npm:x", [byClient], false).secret_place).toBe("?");
    expect(connection("npm:x", [launchOf()], false).secret_place).toBe("?");
    expect(connection("npm:x", [inFile], false).secret_place).toBe("found 0");
    const plain = "remote:http://mcp.example.com/mcp";
    const withKey = remoteLaunch({ headers: [variable("Authorization", SECRET)] });
    expect(connection(plain, [remoteLaunch()], false).secret_over_http).toBe("?");
    expect(connection(plain, [withKey], false)).toMatchObject({
      authentication: "?",
      secret_place: "found 0",
      secret_over_http: "found 0",
    });
  });

  test("by https without a key in any file stays unknown until somebody looks", () => {
    expect(connection("remote:https://mcp.example.com/mcp", [remoteLaunch()])).toMatchObject({
      transport_protected: "found 1",
      tls_certificate: "?",
      authentication: "?",
    });
  });
});

describe("permissions", () => {
  const permissions = (classes: ToolClass[] | null) =>
    answersOf(
      permissionEvidence({
        tools: classes?.map((one) => ({ classes: [one] })) ?? null,
        observedAt: classes ? NOON : null,
        isConfirmed: true,
      }),
    );

  test("nobody asked for are unknown, not good", () => {
    expect(new Set(Object.values(permissions(null)))).toEqual(new Set(["?"]));
  });

  test("a tool that says nothing of itself counts as one that may do anything", () => {
    expect(permissions(["read", "read", "undeclared", "destructive"])).toMatchObject({
      manifest: "found 1",
      classes_declared: "found 0.75",
      destructive_tools: "found 0.5",
      reads_secrets: "?",
    });
    expect(permissions(["undeclared"])).toMatchObject({
      classes_declared: "not_found 0",
      destructive_tools: "found 0",
    });
  });

  test("what is hidden in text is found by kind, none is said only where the texts were checked", () => {
    const of = (hidden: PermissionFacts["hidden"]) =>
      answersOf(
        permissionEvidence({
          tools: [{ classes: ["read"] }],
          observedAt: NOON,
          isConfirmed: true,
          hidden: hidden ?? null,
        }),
      );
    expect(of(["orders", "orders", "exfiltration"])).toMatchObject({
      hidden_characters: "not_found 1",
      model_instructions: "found 0",
      cross_tool_references: "not_found 1",
      exfiltration_shapes: "found 0",
    });
    expect(of(null)).not.toHaveProperty("model_instructions");
  });

  test("a list without tools is no evidence of harmless ones", () => {
    expect(permissions([])).toEqual({
      manifest: "found 1",
      classes_declared: "?",
      destructive_tools: "?",
      reads_secrets: "?",
      hidden_characters: "?",
      model_instructions: "?",
      cross_tool_references: "?",
      exfiltration_shapes: "?",
    });
    const orders = permissionEvidence({ tools: [], observedAt: NOON, isConfirmed: true, hidden: ["orders"] });
    expect(answersOf(orders)).toMatchObject({ model_instructions: "found 0", hidden_characters: "?" });
  });

  test("a server that only reads is good", () => {
    expect(permissions(["read", "read"])).toMatchObject({
      classes_declared: "found 1",
      destructive_tools: "not_found 1",
      reads_secrets: "not_found 1",
    });
  });
});

describe("the publisher", () => {
  const piece = (row: EvidenceRowKey, answer: "found" | "not_found" | "could_not_look") =>
    derivedPiece(row, answer, { says: "x", source: "x", at: NOON });
  const verified = (identity: string, pieces: Piece[]) => publisherEvidence(identity, pieces).answer;

  test("is verified by any one way and not verified only when every way was looked at", () => {
    expect(verified("npm:x", [piece("same_domain", "found")])).toBe("found");
    expect(verified("npm:x", [piece("provenance", "not_found")])).toBe("could_not_look");
    expect(
      verified("npm:x", [piece("provenance", "not_found"), piece("namespace_verified", "could_not_look")]),
    ).toBe("could_not_look");
    expect(
      verified("npm:x", [piece("provenance", "not_found"), piece("namespace_verified", "not_found")]),
    ).toBe("not_found");
    expect(verified("command:~/x", [])).toBe("could_not_look");
    expect(verified("command:~/x", [piece("publisher_word", "found")])).toBe("found");
  });
});

test("a signature nobody could verify is a claim and verifies nobody; one that is wrong outweighs every other way", () => {
  const at = { says: "x", source: "x", at: NOON };
  const states = (pieces: Piece[]) => publisherWays(pieces).map(({ row, state }) => [row, state]);
  for (const row of ["provenance", "image_signed"] as const) {
    const identity = row === "provenance" ? "npm:x" : "oci:docker.io/x/y";
    const claim = { ...derivedPiece(row, "could_not_look", at), detail: { why: "x", claimed: true } };
    expect(publisherEvidence(identity, [claim])).toMatchObject({ answer: "could_not_look", value: null });
    expect(states([claim])).toEqual([[row, "claimed"]]);
    const checked = derivedPiece(row, "found", at);
    expect(publisherEvidence(identity, [checked])).toMatchObject({ answer: "found", value: 1 });
    expect(states([checked])).toEqual([[row, "verified"]]);
    const lie = { ...derivedPiece(row, "not_found", at), detail: { says: "x", contradicted: true } };
    const word = derivedPiece("publisher_word", "found", at);
    expect(publisherEvidence(identity, [word, lie])).toMatchObject({ answer: "not_found", value: 0 });
    expect(states([word, lie])).toEqual([
      [row, "contradicted"],
      ["publisher_word", "verified"],
    ]);
  }
});

test("of what was recorded and what follows from the files the worse counts, and a known answer before none", () => {
  const at = { says: "x", source: "x", at: NOON };
  const good = derivedPiece("authentication", "found", { ...at, value: 1 });
  const half = derivedPiece("authentication", "found", { ...at, value: 0.5 });
  const none = derivedPiece("authentication", "could_not_look", at);
  expect(worstPieces([none, good, half])).toEqual([half]);
  expect(worstPieces([half, none])).toEqual([half]);
});
