import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Role } from "#app/domain/permissions.ts";
import { ROLES } from "#app/domain/permissions.ts";
import { checklistRows } from "#app/domain/requests/checklist-rules.ts";
import { mayDecide } from "#app/domain/requests/decider-rules.ts";
import { isFinal, maySucceed, problemOfEnd, widerThanAsked } from "#app/domain/requests/request-rules.ts";
import { CHECKLIST_ITEMS, REQUEST_STATES } from "#app/domain/requests/request-words.ts";
import { riskOf } from "#app/domain/requests/risk-rules.ts";
import { derivedPiece } from "#app/domain/trust/evidence-piece.ts";
import type { EvidenceRowKey } from "#app/domain/trust/evidence-rows.ts";
import type { EvidenceAnswer } from "#app/domain/trust/evidence-words.ts";
import { NOON } from "#test/support/factories.ts";

const person = (name: string) => ({ memberId: `m-${name}`, accountId: `a-${name}` });
const decider = (name: string, role: Role) => ({ ...person(name), role, name });
const forOne = {
  requester: person("dev"),
  grantee: person("dev"),
  agentOwner: null,
  leadIds: ["m-lead"],
  teamAccountIds: [],
  holderAccountIds: [],
  isLastResort: false,
};

describe("who may decide", () => {
  test.each([
    ["owner", true],
    ["admin", true],
    ["security", true],
    ["approver", true],
    ["member", false],
    ["auditor", false],
  ] as const)("by role: %s → %s", (role, allowed) => {
    expect(mayDecide(decider("other", role), forOne).allowed).toBe(allowed);
  });

  test("a lead of the team it concerns, whatever the role", () => {
    expect(mayDecide(decider("lead", "member"), forOne)).toEqual({ allowed: true, by: "lead" });
  });

  test("never the requester, the person it is for or who answers for its agent, in any role, as a lead, or as another member of one account", () => {
    const either = fc.boolean();
    fc.assert(
      fc.property(fc.constantFrom(...ROLES), either, either, either, (role, isLead, isGrantee, isAgents) => {
        const self = decider("dev", role);
        const request = {
          requester: isGrantee ? person("colleague") : person("dev"),
          grantee: isAgents ? null : person("dev"),
          agentOwner: isAgents ? person("dev") : null,
          leadIds: isLead ? [self.memberId] : [],
          teamAccountIds: [],
          holderAccountIds: [],
          isLastResort: false,
        };
        expect(mayDecide(self, request).allowed).toBe(false);
        expect(mayDecide({ ...self, memberId: "m-returned" }, request).allowed).toBe(false);
      }),
    );
  });

  test("not the only person of the team it is for", () => {
    const alone = {
      requester: person("dev"),
      grantee: null,
      agentOwner: null,
      leadIds: ["m-lead"],
      teamAccountIds: ["a-lead"],
      holderAccountIds: [],
      isLastResort: false,
    };
    expect(mayDecide(decider("lead", "security"), alone).allowed).toBe(false);
    const pair = { ...alone, teamAccountIds: ["a-lead", "a-dev"] };
    expect(mayDecide(decider("lead", "member"), pair).allowed).toBe(true);
  });
});

test("a final state is final", () => {
  for (const state of REQUEST_STATES) {
    if (isFinal(state)) expect(REQUEST_STATES.some((next) => maySucceed(state, next))).toBe(false);
  }
  expect(REQUEST_STATES.filter(isFinal)).toEqual(["approved", "denied", "expired", "withdrawn", "cancelled"]);
  expect(maySucceed("waiting_for_requester", "approved")).toBe(false);
});

test("an end lies in the future and at most 180 days ahead", () => {
  const day = 86_400_000;
  const at = (days: number) => new Date(NOON.getTime() + days * day);
  expect(problemOfEnd(NOON, NOON)).toContain("passed");
  expect(problemOfEnd(at(180), NOON)).toBeNull();
  expect(problemOfEnd(at(181), NOON)).toContain("180-day limit. Choose a date up to 22 May 2027");
});

const terms = fc.record({
  tools: fc.option(fc.subarray(["a", "b", "c"], { minLength: 1 })),
  environment: fc.constantFrom("development", "production"),
  release: fc.option(fc.constantFrom("1", "2")),
  endsAt: fc.integer({ min: 1, max: 5 }).map((days) => new Date(NOON.getTime() + days * 1000)),
});

test("an answer passes exactly when everything it allows was asked for", () => {
  fc.assert(
    fc.property(terms, terms, (asked, answer) => {
      const covers =
        (asked.tools === null || answer.tools?.every((tool) => asked.tools?.includes(tool)) === true) &&
        answer.endsAt <= asked.endsAt &&
        answer.environment === asked.environment &&
        (asked.release === null || asked.release === answer.release);
      expect(Object.keys(widerThanAsked(asked, answer)).length === 0).toBe(covers);
    }),
  );
});

describe("the checklist", () => {
  const facts = { serverKind: "npm", installations: 2, findings: {}, tools: null, asked: null, trust: [] };
  const piece = (key: EvidenceRowKey, answer: EvidenceAnswer, value?: number) =>
    derivedPiece(key, answer, {
      says: `About ${key}.`,
      source: "x",
      at: NOON,
      ...(value === undefined ? {} : { value }),
    });
  const row = (over: Partial<Parameters<typeof checklistRows>[0]>, item: string) =>
    checklistRows({ ...facts, ...over }, [], NOON).find((one) => one.item === item);

  test("has all seven rows, and nothing seen means seven times unknown by nobody", () => {
    const rows = checklistRows({ ...facts, installations: 0 }, [], NOON);
    expect(rows.map((one) => one.item)).toEqual([...CHECKLIST_ITEMS]);
    expect(rows.every((one) => one.answer === "unknown" && one.by === "nobody" && one.note !== "")).toBe(
      true,
    );
  });

  test("a literal secret says no, none found where somebody looked says yes", () => {
    expect(row({ findings: { "literal-secret": 1 } }, "credentials_by_variable")?.answer).toBe("no");
    expect(row({}, "credentials_by_variable")).toMatchObject({ answer: "yes", by: "evidence" });
  });

  test("a container is isolated unless its walls are opened; where its network or a container was not seen, nobody knows", () => {
    const seen = { serverKind: "oci", trust: [piece("zone", "found", 1)] };
    expect(row(seen, "isolated")).toMatchObject({
      answer: "yes",
      note: "Runs in a container without the home folder. About zone.",
    });
    for (const rule of ["home-mounted", "container-privileged", "docker-socket", "host-network"])
      expect(row({ ...seen, findings: { [rule]: 1 } }, "isolated")?.answer, rule).toBe("no");
    expect(row({ serverKind: "oci", trust: [] }, "isolated")?.answer).toBe("unknown");
    expect(row({ serverKind: "oci", trust: [piece("zone", "could_not_look")] }, "isolated")?.answer).toBe(
      "unknown",
    );
    expect(row({}, "isolated")?.answer).toBe("unknown");
  });

  test("whether it is maintained is answered from what was seen of its repository and releases", () => {
    const of = (...trust: ReturnType<typeof piece>[]) => row({ trust }, "maintained");
    expect(of(piece("last_commit", "found", 1), piece("archived", "not_found"))).toMatchObject({
      answer: "yes",
      by: "evidence",
      note: "About last_commit.",
    });
    expect(of(piece("last_commit", "found", 1), piece("archived", "found"))).toMatchObject({
      answer: "no",
      note: "About archived.",
    });
    expect(of(piece("last_commit", "found", 0), piece("releases", "not_found", 0))?.answer).toBe("no");
    expect(of(piece("last_commit", "found", 0.2))?.answer).toBe("unknown");
    expect(of(piece("last_commit", "could_not_look"))).toMatchObject({ answer: "unknown", by: "nobody" });
  });

  test("permissions: fewer than all is yes, all with changing tools is no, all undeclared is unknown", () => {
    const tools = [
      { name: "read", class: "read" as const },
      { name: "drop", class: "destructive" as const },
    ];
    expect(row({ tools, asked: ["read"] }, "permissions_needed")?.answer).toBe("yes");
    expect(row({ tools }, "permissions_needed")?.answer).toBe("no");
    expect(row({ tools: [{ name: "x", class: "undeclared" }] }, "permissions_needed")?.answer).toBe(
      "unknown",
    );
    expect(row({ tools, asked: ["read", "elsewhere"] }, "permissions_needed")?.answer).toBe("unknown");
  });

  test("a person's answer stands instead of the evidence and names the person", () => {
    const said = {
      item: "isolated",
      answer: "yes",
      note: "in a VM",
      noteId: null,
      answeredBy: "m-1",
      answeredAt: NOON,
    } as const;
    const rows = checklistRows(facts, [said], NOON);
    expect(rows.find((one) => one.item === "isolated")).toMatchObject({
      by: "person",
      memberId: "m-1",
      note: "in a VM",
    });
  });
});

test.each([
  [null, "development", ["read"], false, null, "low"],
  [null, "development", null, false, null, "medium"],
  [null, "production", null, false, null, "high"],
  ["high", "development", ["read"], false, null, "high"],
  ["critical", "production", null, false, null, "critical"],
  [null, "production", ["read"], false, null, "medium"],
  [null, "development", ["read", "destructive"], false, null, "medium"],
  [null, "development", ["read"], true, null, "high"],
  [null, "development", ["read"], false, "note", "low"],
  [null, "development", ["read"], false, "re_approve", "medium"],
  [null, "development", ["read"], false, "block", "high"],
  [null, "production", ["read"], false, "block", "critical"],
] as const)(
  "risk of finding %s in %s with %j, hidden text %s, about a change of class %s is %s",
  (worstFinding, environment, classes, hides, change, risk) => {
    expect(riskOf({ worstFinding, environment, classes, hides, change }).risk).toBe(risk);
  },
);
