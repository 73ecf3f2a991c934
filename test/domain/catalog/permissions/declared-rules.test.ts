import { describe, expect, test } from "vitest";
import {
  declaredForServer,
  type RegistryDeclaration,
} from "#app/domain/catalog/permissions/declared-rules.ts";
import { SCOPE_RULES, scopeClasses } from "#app/domain/catalog/permissions/scope-rules.ts";

const AT = new Date("2026-11-20T12:00:00Z");

function entry(over: Partial<RegistryDeclaration> = {}): RegistryDeclaration {
  return { registry: "Ours", at: AT, reads: [], changes: [], secrets: [], oauth: [], ...over };
}
const SOURCE = { source: "the registry Ours", at: AT };

describe("what a scope allows by its name", () => {
  test.each([
    ["read:user", ["read"]],
    ["read:*", ["read"]],
    ["Files.Read.All", ["read"]],
    ["admin:read", ["read"]],
    ["https://www.googleapis.com/auth/drive.readonly", ["read"]],
    ["openid", ["read"]],
    ["write", ["write"]],
    ["Files.ReadWrite", ["read", "write"]],
    ["chat:write", ["write", "messages"]],
    ["https://graph.microsoft.com/Mail.Send", ["messages"]],
    ["delete_repo", ["destructive"]],
    ["admin:org", ["destructive"]],
    ["repo", ["destructive"]],
    ["repo:*", ["destructive"]],
    ["*", ["destructive"]],
    ["workflow", ["execute"]],
    ["read:secrets", ["read", "secrets"]],
  ])("%s", (scope, classes) => {
    expect(scopeClasses(scope).toSorted()).toEqual(classes.toSorted());
  });

  test("a name no rule knows allows nothing known, and words inside words do not count", () => {
    for (const scope of [
      "",
      "offline_access",
      "spreadsheets",
      "https://mail.google.com/",
      "https://x",
      "bread",
    ])
      expect(scopeClasses(scope)).toEqual([]);
  });

  test("each rule has an id of its own and says when it holds", () => {
    expect(new Set(SCOPE_RULES.map(({ id }) => id)).size).toBe(SCOPE_RULES.length);
    expect(SCOPE_RULES.every(({ says }) => says.length > 0)).toBe(true);
  });
});

describe("what is declared for a server as a whole", () => {
  test("where no registry lists it nothing is declared, which is said and not shown as safe", () => {
    expect(declaredForServer({ registries: [], observed: null })).toEqual({
      rows: [],
      unknown: "No registry lists this server, so nothing is declared for it as a whole.",
    });
  });

  test("a registry's profile, the secrets it demands and its scopes are rows with who declares them", () => {
    const { rows, unknown } = declaredForServer({
      registries: [
        entry({
          network: { reach: "listed", hosts: ["api.example.com", "example.org"] },
          reads: ["/etc/hosts"],
          changes: ["/work"],
          secrets: ["API_TOKEN", "API_TOKEN"],
          oauth: [{ scopes: ["repo", "read:user"] }],
        }),
      ],
      observed: null,
    });
    expect(rows).toEqual([
      { class: "destructive", denies: false, what: "asks by OAuth for", names: ["repo"], ...SOURCE },
      { class: "secrets", denies: false, what: "wants to be given", names: ["API_TOKEN"], ...SOURCE },
      {
        class: "write",
        denies: false,
        what: "reads and changes files of the device in",
        names: ["/work"],
        ...SOURCE,
      },
      {
        class: "network",
        denies: false,
        what: "reaches",
        names: ["api.example.com", "example.org"],
        ...SOURCE,
      },
      {
        class: "read",
        denies: false,
        what: "reads files of the device in",
        names: ["/etc/hosts"],
        ...SOURCE,
      },
      { class: "read", denies: false, what: "asks by OAuth for", names: ["read:user"], ...SOURCE },
    ]);
    expect(unknown).toBeNull();
  });

  test("that it reaches no host is a denial, any host is not", () => {
    const reach = (of: "any" | "none") =>
      declaredForServer({
        registries: [entry({ network: { reach: of, hosts: [] } })],
        observed: null,
      }).rows.map(({ class: touched, denies, what }) => [touched, denies, what]);
    expect(reach("none")).toEqual([["network", true, "reaches no host"]]);
    expect(reach("any")).toEqual([["network", false, "reaches any host"]]);
  });

  test("what an entry leaves out is named as unknown", () => {
    expect(declaredForServer({ registries: [entry()], observed: null })).toEqual({
      rows: [],
      unknown:
        "No registry that lists it declares which hosts it reaches, which files of the device it touches or which secrets it is given: that is unknown.",
    });
    const network = { reach: "any", hosts: [] } as const;
    expect(
      declaredForServer({ registries: [entry({ network, secrets: ["KEY"] })], observed: null }).unknown,
    ).toBe("No registry that lists it declares which files of the device it touches: that is unknown.");
  });

  test("scopes its own metadata names count beside registries; one that says nothing is undeclared", () => {
    const { rows, unknown } = declaredForServer({
      registries: [],
      observed: { scopes: ["issues:read", "offline_access"], at: AT },
    });
    expect(rows.map(({ class: touched, names, source }) => [touched, names, source])).toEqual([
      ["undeclared", ["offline_access"], "the server's authorization metadata"],
      ["read", ["issues:read"], "the server's authorization metadata"],
    ]);
    expect(unknown).toContain("No registry lists this server");
  });

  test("OAuth without scopes is undeclared, not harmless", () => {
    const own = declaredForServer({ registries: [], observed: { scopes: [], at: AT } });
    expect(own.rows).toMatchObject([{ class: "undeclared", what: "asks by OAuth without naming scopes" }]);
    const listed = entry({ oauth: [{ provider: "github", scopes: [] }] });
    expect(declaredForServer({ registries: [listed], observed: null }).rows).toMatchObject([
      { class: "undeclared", names: ["github"] },
    ]);
  });

  test("a registry that lists it under two names says the same once", () => {
    const twice = entry({ network: { reach: "any", hosts: [] } });
    expect(declaredForServer({ registries: [twice, { ...twice }], observed: null }).rows).toHaveLength(1);
    const other = { ...twice, registry: "Theirs" };
    expect(declaredForServer({ registries: [twice, other], observed: null }).rows).toHaveLength(2);
  });
});
