import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SetOpenidProviderInput } from "#app/domain/identity/openid-inputs.ts";
import {
  type Arrival,
  type GroupGift,
  isAllowedDomain,
  mappedRole,
  roleAfterSignIn,
  sessionReach,
  teamsAfterSignIn,
  wayInByOpenid,
  whoMaySetProvider,
} from "#app/domain/identity/openid-rules.ts";
import { ROLES, type Role } from "#app/domain/permissions.ts";

const gives = (name: string, role: Role | null, teamId: string | null = null): GroupGift => ({
  name,
  role,
  teamId,
});
const anyRole = fc.constantFrom(...ROLES);
const anyGifts = fc.array(
  fc.record({
    name: fc.constantFrom("a", "b", "c"),
    role: fc.option(anyRole),
    teamId: fc.constantFrom(null, "t1", "t2"),
  }),
  { maxLength: 5 },
);
const anyGroups = fc.subarray(["a", "b", "c", "d"]);

describe("roles from groups", () => {
  const gifts = [gives("low", "member"), gives("high", "security"), gives("team only", null, "t")];

  test("the highest of a person's groups counts", () => {
    expect(mappedRole(["low", "high"], gifts)).toBe("security");
    expect(mappedRole(["team only"], gifts)).toBeNull();
    expect(mappedRole(["HIGH"], gifts)).toBeNull();
  });

  test.each([
    [
      "new, in a group",
      { current: null, groups: ["high"], defaultRole: null },
      { role: "security", enters: true },
    ],
    ["new, in none", { current: null, groups: [], defaultRole: null }, { role: "member", enters: false }],
    [
      "new, in none, with a default",
      { current: null, groups: [], defaultRole: "auditor" },
      { role: "auditor", enters: true },
    ],
    [
      "lost the group",
      { current: "security", groups: [], defaultRole: null },
      { role: "member", enters: false },
    ],
    [
      "lost the group, with a default",
      { current: "security", groups: [], defaultRole: "approver" },
      { role: "approver", enters: true },
    ],
    [
      "an owner no group makes",
      { current: "owner", groups: [], defaultRole: null },
      { role: "owner", enters: true },
    ],
  ] as const)("%s", (_, facts, expected) => {
    expect(roleAfterSignIn({ owners: 2, gifts, ...facts })).toEqual(expected);
  });

  test("where groups give no roles, a member keeps theirs", () => {
    const facts = {
      current: "admin",
      owners: 1,
      groups: [],
      gifts: [gives("x", null, "t")],
      defaultRole: null,
    } as const;
    expect(roleAfterSignIn(facts)).toEqual({ role: "admin", enters: true });
  });

  test("an owner by group stops being one with it, unless they are the last", () => {
    const facts = {
      current: "owner",
      groups: [],
      gifts: [gives("owners", "owner")],
      defaultRole: null,
    } as const;
    expect(roleAfterSignIn({ ...facts, owners: 2 })).toEqual({ role: "member", enters: false });
    expect(roleAfterSignIn({ ...facts, owners: 1 })).toEqual({ role: "owner", enters: true });
  });

  test("nobody becomes an owner unless a group says so in words, and the last owner always stays one", () => {
    fc.assert(
      fc.property(
        fc.option(anyRole),
        fc.integer({ min: 1, max: 3 }),
        anyGroups,
        anyGifts,
        (current, owners, groups, gifts) => {
          const defaultRole = "member";
          const { role } = roleAfterSignIn({ current, owners, groups, gifts, defaultRole });
          const bySaying = gifts.some((gift) => gift.role === "owner" && groups.includes(gift.name));
          if (role === "owner" && current !== "owner") expect(bySaying).toBe(true);
          if (current === "owner" && owners <= 1) expect(role).toBe("owner");
        },
      ),
    );
  });
});

test("teams that no group names are left alone, the others follow the groups", () => {
  const gifts = [gives("a", null, "t1"), gives("b", null, "t2"), gives("c", null, "t1")];
  expect(teamsAfterSignIn(["c"], gifts, ["t2", "mine"])).toEqual({ join: ["t1"], leave: ["t2"] });
  expect(teamsAfterSignIn(["a", "b"], gifts, ["t1", "t2"])).toEqual({ join: [], leave: [] });
});

describe("who is let in", () => {
  const arrival: Arrival = {
    linkedTo: null,
    email: "a@example.com",
    account: null,
    membership: "none",
    isOwner: false,
    domains: [],
    joins: true,
  };
  const bare = { isItsOwn: false, isTaken: false };
  test.each<[string, Partial<Arrival>, string]>([
    ["somebody new where signing in makes members", {}, "join"],
    ["somebody new where it does not", { joins: false }, "not_member"],
    ["an address that is not verified", { email: null }, "unverified"],
    ["an address of another domain", { domains: ["example.org"] }, "domain"],
    ["a linked member", { linkedTo: "x", membership: "active" }, "enter"],
    [
      "a linked member whose address is not said",
      { linkedTo: "x", membership: "active", email: null },
      "enter",
    ],
    ["a linked person who was removed", { linkedTo: "x", membership: "removed" }, "removed"],
    ["a person who was removed", { account: bare, membership: "removed" }, "removed"],
    ["a member without an own proof", { account: bare, membership: "active" }, "link"],
    ["an owner without an own proof", { account: bare, membership: "active", isOwner: true }, "prove"],
    ["a member with a password", { account: { ...bare, isItsOwn: true }, membership: "active" }, "prove"],
    ["a stranger with an account elsewhere", { account: { ...bare, isItsOwn: true } }, "prove"],
    [
      "an address that is another subject's",
      { account: { ...bare, isTaken: true }, membership: "active" },
      "other_subject",
    ],
  ])("%s", (_, facts, expected) => {
    expect(wayInByOpenid({ ...arrival, ...facts })).toBe(expected);
  });

  test("a domain is compared whole", () => {
    expect(isAllowedDomain("a@evil-example.com", ["example.com"])).toBe(false);
    expect(isAllowedDomain("a@sub.example.com", ["example.com"])).toBe(false);
    expect(isAllowedDomain("a@example.com", ["example.com"])).toBe(true);
    expect(isAllowedDomain('"a@example.com"@evil.example', ["example.com"])).toBe(false);
  });
});

test("a session without an own proof opens the organization of its provider at most", () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      anyRole,
      (hasOwnProof, isByProvider, isRequired, role) => {
        const reach = sessionReach({ hasOwnProof, isByProvider, isRequired, role });
        if (!hasOwnProof && !isByProvider) expect(reach).toBe("elsewhere");
        if (isRequired && !isByProvider && role !== "owner") expect(reach).not.toBe("open");
      },
    ),
  );
});

test("only an owner saves a mapping to owner, or over one", () => {
  expect(whoMaySetProvider("admin", [gives("x", "admin")])).toBeNull();
  expect(whoMaySetProvider("admin", [gives("x", "owner")])).toContain("only an owner");
  expect(whoMaySetProvider("owner", [gives("x", "owner")])).toBeNull();
});

describe("the form", () => {
  const given = { issuer: "https://login.example.com/", clientId: "c" };

  test("reads lists from texts, drops empty rows and takes one address in one spelling", () => {
    const read = SetOpenidProviderInput.parse({
      ...given,
      domains: "Example.com, example.org\n",
      groups: [{ name: "" }, { name: "x", role: "member" }],
    });
    expect(read.issuer).toBe("https://login.example.com");
    expect(read.domains).toEqual(["example.com", "example.org"]);
    expect(read.groups).toEqual([{ name: "x", role: "member", teamId: null }]);
  });

  test.each([
    ["an issuer with a password", { issuer: "https://a:b@login.example.com" }],
    ["an issuer with a query", { issuer: "https://login.example.com/?a=1" }],
    ["an issuer that is no address", { issuer: "login" }],
    ["an issuer of another scheme", { issuer: "file:///etc/passwd" }],
    ["a default role of owner", { defaultRole: "owner" }],
    ["a group that gives nothing", { groups: [{ name: "x" }] }],
    ["a role without a group", { groups: [{ name: "", role: "admin" }] }],
    ["a domain that is none", { domains: "example" }],
    ["a name that hides what it holds", { clientId: "a\u202eb" }],
  ])("refuses %s", (_, wrong) => {
    expect(SetOpenidProviderInput.safeParse({ ...given, ...wrong }).success).toBe(false);
  });
});
