import { describe, expect, test } from "vitest";
import { connectionAnswers } from "#app/domain/connections/connection-answers.ts";
import { seenEvidence, unseenEvidence, zoneEvidence } from "#app/domain/connections/connection-evidence.ts";
import type { ConnectionFacts } from "#app/domain/connections/connection-facts.ts";
import { authenticationWords } from "#app/domain/connections/connection-sentences.ts";
import type { LaunchConnection } from "#app/domain/connections/launch-connection.ts";
import { SetZoneRulesInput, type ZoneRule, type ZoneRuleKind } from "#app/domain/connections/zone-inputs.ts";
import { matches } from "#app/domain/connections/zone-rules.ts";
import { zoneVerdict } from "#app/domain/connections/zone-verdict.ts";
import type { Zone } from "#app/domain/trust/zone-words.ts";
import { NOON } from "#test/support/factories.ts";

const rule = (kind: ZoneRuleKind, pattern: string, zone: Zone): ZoneRule => ({ kind, pattern, zone });
const local = (more: Partial<LaunchConnection> = {}): LaunchConnection => ({
  transport: "stdio",
  way: "local",
  host: null,
  secrets: [],
  zone: "developer_machine",
  reaches: [],
  ...more,
});
const remote = (host: string, zone: Zone): LaunchConnection =>
  local({ transport: "http", way: "tls", host, zone });
const looked = (more: Partial<ConnectionFacts> = {}): { at: Date; facts: ConnectionFacts } => ({
  at: NOON,
  facts: {
    address: "93.184.215.14",
    isPublic: true,
    tls: null,
    answer: { status: 200, kind: "open" },
    authentication: { kind: "none" },
    ...more,
  },
});

const npm = { identity: "npm:a", uses: [local()], seen: null, isSensitive: false };
const docs = {
  identity: "remote:https://docs.example.com/mcp",
  uses: [remote("docs.example.com", "public_internet")],
  seen: null,
  isSensitive: false,
};
const wiki = {
  identity: "remote:https://wiki.corp/mcp",
  uses: [remote("wiki.corp", "internal_segment")],
  seen: null,
  isSensitive: true,
};

describe("a rule of the policy", () => {
  test("the first that applies decides, whatever follows", () => {
    const rules = [
      rule("host", "*.corp", "internal_segment"),
      rule("host", "*.example.com", "internal_segment"),
      rule("identity", "*", "public_internet"),
    ];
    expect(zoneVerdict(docs, rules)).toMatchObject({ zone: "internal_segment", rule: 2 });
    expect(zoneVerdict(npm, rules)).toMatchObject({ zone: "public_internet", rule: 3 });
  });

  test("for a network holds for an address in the identity and for the one a look connected to", () => {
    const rules = [rule("network", "10.0.0.0/8", "public_internet")];
    const byAddress = {
      ...docs,
      identity: "remote:http://10.1.2.3",
      uses: [remote("10.1.2.3", "internal_segment")],
    };
    expect(zoneVerdict(byAddress, rules)).toMatchObject({ zone: "public_internet", rule: 1 });
    const seen = looked({ address: "10.9.9.9", isPublic: false });
    expect(zoneVerdict({ ...wiki, seen }, rules)).toMatchObject({ zone: "public_internet", rule: 1 });
    expect(zoneVerdict(wiki, rules)).toMatchObject({ zone: "internal_segment", rule: null });
  });

  test.each([
    ["npm:@acme/*", "npm:@acme/mcp", true],
    ["npm:@acme/*", "npm:@other/mcp", false],
    ["*", "", true],
    ["a*b*c", "a-b-b-c", true],
    ["a*b*c", "a-c", false],
    ["ab*ba", "aba", false],
    ["a.b", "axb", false],
    [`${"*a".repeat(150)}b`, "a".repeat(512), false],
  ])("%s matches %s: %s", (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  test.each<[ZoneRuleKind, string]>([
    ["identity", "server"],
    ["host", "https://x.example"],
    ["network", "10.0.0.1/8"],
    ["network", "x.example"],
    ["host", "two words"],
    ["host", ""],
  ])("about the %s %j is refused, naming the field", (kind, pattern) => {
    const read = SetZoneRulesInput.safeParse({
      version: 0,
      rules: [{ kind, pattern, zone: "internal_segment" }],
    });
    expect(read.error?.issues.map(({ path }) => path.join("."))).toContain("rules.0.pattern");
  });
});

describe("a zone that nobody declared", () => {
  test("is told from the launch, the address and the look", () => {
    expect(zoneVerdict(npm, [])).toMatchObject({ zone: "developer_machine", rule: null, joins: null });
    expect(zoneVerdict(docs, [])).toMatchObject({ zone: "public_internet" });
    expect(zoneVerdict(wiki, [])).toMatchObject({ zone: "internal_segment" });
    const uses = [local({ zone: "container_without_network" })];
    expect(zoneVerdict({ ...npm, uses }, [])).toMatchObject({ zone: "container_without_network" });
  });

  test("is the most open of several, and unknown without any file", () => {
    const uses = [local({ zone: "container_without_network" }), local()];
    expect(zoneVerdict({ ...npm, uses }, [])).toMatchObject({ zone: "developer_machine" });
    expect(zoneVerdict({ ...npm, uses: [] }, [])).toMatchObject({ zone: null, isExposed: null });
  });

  test("is public once a look came to it over the public internet", () => {
    expect(zoneVerdict({ ...wiki, seen: looked() }, [])).toMatchObject({
      zone: "public_internet",
      isExposed: true,
    });
  });
});

describe("two zones are joined", () => {
  const going = (...reaches: string[]) => ({ ...npm, uses: [local({ reaches })] });
  test("by a program on a developer's machine that is sent into an internal segment", () => {
    expect(zoneVerdict(going("db.corp"), []).joins).toEqual(["developer_machine", "internal_segment"]);
  });
  test("by what is sent inside and outside at once", () => {
    expect(zoneVerdict(going("api.example.com", "db.corp"), []).joins).toEqual([
      "internal_segment",
      "public_internet",
    ]);
  });
  test("by what is declared to stand inside and answered from the public internet", () => {
    const rules = [rule("host", "docs.example.com", "internal_segment")];
    expect(zoneVerdict({ ...docs, seen: looked() }, rules).joins).toEqual([
      "internal_segment",
      "public_internet",
    ]);
    expect(zoneVerdict(docs, rules).joins).toBeNull();
  });
  test("by a declared host, as rules say and not as it is called", () => {
    const rules = [rule("host", "prod.example.com", "internal_segment")];
    expect(zoneVerdict(going("prod.example.com"), rules).joins).toEqual([
      "developer_machine",
      "internal_segment",
    ]);
    expect(zoneVerdict(going("prod.example.com"), []).joins).toBeNull();
  });
  test("but not by running here and there, nor by using the internet", () => {
    const uses = [local({ zone: "container_without_network" }), local()];
    expect(zoneVerdict({ ...npm, uses }, []).joins).toBeNull();
    expect(zoneVerdict(going("api.example.com"), []).joins).toBeNull();
    expect(zoneVerdict(wiki, []).joins).toBeNull();
  });
});

describe("sensitive and public", () => {
  test.each([
    [true, true],
    [false, false],
    [null, null],
  ])("a public server of which it is %s that it is sensitive is exposed: %s", (isSensitive, expected) => {
    expect(zoneVerdict({ ...docs, isSensitive }, []).isExposed).toBe(expected);
  });
  test("a server that stands inside is not, whatever it reads", () => {
    expect(zoneVerdict(wiki, []).isExposed).toBe(false);
    expect(zoneVerdict({ ...npm, isSensitive: null }, []).isExposed).toBe(false);
  });
});

describe("evidence", () => {
  const answers = (rows: { row: string; answer: string; value?: number | null }[]) =>
    Object.fromEntries(
      rows.map(({ row, answer, value }) => [row, value === undefined ? answer : [answer, value]]),
    );

  test("of a zone that is known, declared or not, and of one that is not", () => {
    expect(
      answers(zoneEvidence({ identity: docs.identity, isVouched: true }, zoneVerdict(docs, []))),
    ).toEqual({
      zone: ["found", 0.25],
      zone_crossing: "not_found",
    });
    expect(
      answers(
        zoneEvidence(
          { identity: docs.identity, isVouched: true },
          zoneVerdict({ ...docs, isSensitive: true }, []),
        ),
      ),
    ).toMatchObject({
      zone_crossing: "found",
    });
    expect(
      answers(
        zoneEvidence(
          { identity: docs.identity, isVouched: true },
          zoneVerdict({ ...docs, isSensitive: null }, []),
        ),
      ),
    ).toMatchObject({
      zone_crossing: "could_not_look",
    });
    expect(
      answers(
        zoneEvidence({ identity: npm.identity, isVouched: true }, zoneVerdict({ ...npm, uses: [] }, [])),
      ),
    ).toEqual({
      zone: "could_not_look",
      zone_crossing: "could_not_look",
    });
  });

  const tls = {
    protocol: "TLSv1.3",
    issuer: "CA",
    subject: "docs.example.com",
    names: [],
    validFrom: null,
    validUntil: new Date(NOON.getTime() + 60 * 86_400_000).toISOString(),
    problems: [],
  };
  test.each<[string, Partial<ConnectionFacts>, unknown, unknown]>([
    ["plain and open", {}, ["not_found", 0], ["not_found", 0]],
    ["open inside", { isPublic: false }, ["not_found", 0], ["not_found", 0.25]],
    ["valid", { tls }, ["found", 1], ["not_found", 0]],
    [
      "ending soon",
      { tls: { ...tls, validUntil: new Date(NOON.getTime() + 86_400_000).toISOString() } },
      ["found", 0.5],
      ["not_found", 0],
    ],
    [
      "expired",
      { tls: { ...tls, problems: ["expired"] }, authentication: { kind: "unknown", why: "certificate" } },
      ["not_found", 0],
      "could_not_look",
    ],
    ["a key", { tls, authentication: { kind: "key", scheme: "Bearer" } }, ["found", 1], ["found", 0.5]],
    [
      "OAuth",
      {
        tls,
        authentication: {
          kind: "oauth",
          source: "path",
          scopes: [],
          issuers: [{ issuer: "i", problem: null }],
        },
      },
      ["found", 1],
      ["found", 1],
    ],
    [
      "OAuth nobody confirms",
      {
        tls,
        authentication: {
          kind: "oauth",
          source: "path",
          scopes: [],
          issuers: [{ issuer: "i", problem: "other_issuer" }],
        },
      },
      ["found", 1],
      ["found", 0.5],
    ],
  ])("of a look: %s", (_, facts, certificate, authentication) => {
    expect(answers(seenEvidence({ seen: looked(facts) }))).toEqual({
      tls_certificate: certificate,
      authentication,
    });
  });

  test("of plain http that does not leave the machine says nothing of a certificate", () => {
    const here = looked({ address: "127.0.0.1", isPublic: false });
    expect(answers(seenEvidence({ seen: here }))).toEqual({ authentication: ["not_found", 0.25] });
  });

  test("of a look that failed is none, with the reason", () => {
    const rows = unseenEvidence({ failed: { at: NOON, why: "slow" } });
    expect(rows.map(({ row, answer, detail }) => [row, answer, detail?.why])).toEqual([
      ["tls_certificate", "could_not_look", "It did not answer in time."],
      ["authentication", "could_not_look", "It did not answer in time."],
    ]);
    expect(unseenEvidence({ failed: null })).toEqual([]);
  });

  test("of a zone nobody knows says the same as the page, of a remote server too whose address holds a variable", () => {
    const identity = "remote:https://${HOST}/mcp";
    const known = {
      identity,
      uses: [{ ...remote("", "public_internet"), host: null, zone: null }],
      seen: null,
    };
    const verdict = zoneVerdict({ ...known, isSensitive: null }, []);
    const why = "Its address does not tell, and no rule of the zone policy does.";
    expect(zoneEvidence({ identity, isVouched: false }, verdict)[0]?.detail).toEqual({ why });
    const page = connectionAnswers({ ...known, usesAt: NOON, failed: null }, verdict);
    expect(page.find(({ question }) => question === "zone")?.sentence).toBe(why);
  });

  test("of how it knows who asks is worded as what was seen, and claims no more", () => {
    const said = (authentication: ConnectionFacts["authentication"]) =>
      authenticationWords(looked({ authentication }).facts).sentence;
    expect(said({ kind: "none" })).toBe("None was asked for: it let a first call in without a credential.");
    expect(said({ kind: "key", scheme: null })).toBe("It wants a credential of a kind it does not name.");
    expect(said({ kind: "key", scheme: "Bearer" })).toBe(
      "It wants a credential of a kind it does not name, sent as Bearer.",
    );
  });
});
