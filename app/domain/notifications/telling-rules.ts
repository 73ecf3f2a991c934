import type { ToldVerb } from "#app/domain/audit/told-verbs.ts";
import { DRIFT_ASKED, LAUNCH_ASKED } from "#app/domain/notifications/drift-telling-rules.ts";
import {
  DEFAULT_MAIL,
  FIXED_GROUPS,
  type MailChoice,
  type MailState,
  type NoticeGroup,
} from "#app/domain/notifications/notice-groups.ts";
import type { Sides, TellingRule } from "#app/domain/notifications/telling-rule.ts";

const becomes = (field: string, is: boolean) => (sides: Sides) =>
  sides.after?.[field] === is && sides.before?.[field] !== is;

const isOf = (kind: string) => (sides: Sides) => sides.after?.kind === kind;
const isAsked = (sides: Sides) => !isOf("drift")(sides) && !isOf("launch_drift")(sides);

/** Whom each verb tells what. The first rule that reaches somebody is the one they are told by. */
export const TELLING_RULES: Record<ToldVerb, readonly TellingRule[]> = {
  "organization.export": [{ kind: "organization_exported", to: "owners" }],
  "organization.request_deletion": [{ kind: "deletion_requested", to: "owners", facts: ["until"] }],
  "organization.confirm_deletion": [{ kind: "deletion_confirmed", to: "owners", facts: ["until"] }],
  "organization.cancel_deletion": [{ kind: "deletion_cancelled", to: "owners" }],
  "request.create": [{ kind: "request_waits", to: "deciders" }],
  "request.answer": [{ kind: "request_answered", to: "deciders" }],
  "request.ask": [{ kind: "request_question", to: "requester" }],
  "request.open_drift": DRIFT_ASKED,
  "request.renew_drift": DRIFT_ASKED,
  "request.accept_drift": [{ kind: "drift_accepted", to: "server_holders", about: "server" }],
  "request.open_launch_drift": LAUNCH_ASKED,
  "request.renew_launch_drift": LAUNCH_ASKED,
  "request.accept_launch_drift": [{ kind: "launch_accepted", to: "requester" }],
  "request.approve": [
    { kind: "request_approved", to: "requester" },
    { kind: "access_given", to: "holders", about: "grant" },
  ],
  "request.deny": [
    { kind: "drift_denied", to: "server_holders", about: "server", when: isOf("drift") },
    { kind: "launch_denied", to: "requester", when: isOf("launch_drift") },
    { kind: "request_denied", to: "requester", when: isAsked },
  ],
  // one about a drift is opened anew
  "request.expire": [{ kind: "request_expired", to: "requester", when: isAsked }],
  // of a leaver's own nobody is left to be told
  "request.cancel": [
    {
      kind: "request_closed",
      to: "requester",
      when: (event) => event.after?.because === "agent_retired",
    },
  ],
  "grant.suspend": [{ kind: "grant_suspended", to: "holders" }],
  "grant.resume": [{ kind: "grant_resumed", to: "holders" }],
  "grant.revoke": [{ kind: "grant_revoked", to: "holders" }],
  "grant.end": [{ kind: "grant_ended", to: "holders" }],
  "server.match_advisories": [
    {
      kind: "release_malicious",
      to: "guardians",
      when: (event) => event.after?.because === "malicious",
      facts: ["release", "installations"],
    },
    {
      kind: "release_vulnerable",
      to: "guardians",
      when: (event) => event.after?.because === "vulnerable" && Number(event.after.installations) > 0,
      facts: ["release", "installations"],
    },
  ],
  "server.block": [
    { kind: "access_blocked", to: "server_holders" },
    { kind: "server_blocked", to: "guardians" },
  ],
  "server.unblock": [
    { kind: "access_unblocked", to: "server_holders" },
    { kind: "server_unblocked", to: "guardians" },
  ],
  "server.return": [
    { kind: "server_returned", to: "guardians", facts: ["because"], evenActor: true },
    { kind: "my_server_returned", to: "reporting_person", facts: ["because"], evenActor: true },
  ],
  "team.set_member": [
    { kind: "lead_made", to: "concerned", when: becomes("isLead", true) },
    { kind: "team_joined", to: "concerned", when: becomes("isMember", true) },
    { kind: "lead_ended", to: "concerned", when: becomes("isLead", false) },
  ],
  "team.remove_member": [{ kind: "team_left", to: "concerned" }],
  "invitation.accept": [{ kind: "member_joined", to: "administrators", about: "member" }],
  "member.change_role": [
    { kind: "role_changed", to: "concerned", facts: ["role"] },
    { kind: "member_role", to: "administrators", facts: ["role"] },
  ],
  "member.remove": [{ kind: "member_removed", to: "administrators" }],
  "member.reset_sign_in": [{ kind: "sign_in_reset", to: "concerned" }],
  "agent.offer": [{ kind: "agent_offered", to: "agent_offered_to" }],
  "agent.hand_over": [{ kind: "agent_handed_over", to: "agent_owner" }],
  "api_key.revoke": [{ kind: "key_revoked", to: "concerned" }],
  "device.revoke": [{ kind: "device_revoked", to: "device_person" }],
};

const DAY = 86_400_000;
/** What somebody does again within this time, about the same, is added to the notice of the first time. */
export const FOLD_WITHIN_MS = 10 * 60_000;
/** A job that comes later than the first tells nobody: it is history. A mail later than the second reads as if it were news. */
const [STALE_AFTER_MS, LATE_AFTER_MS] = [30 * DAY, DAY];

export function isStale(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() > STALE_AFTER_MS;
}

/** A person's choice for a group, or what stands before they chose. */
export function choiceFor(group: NoticeGroup, chosen: MailChoice | undefined): MailChoice {
  return FIXED_GROUPS.includes(group) ? DEFAULT_MAIL[group] : (chosen ?? DEFAULT_MAIL[group]);
}

/** What becomes of a new notice's mail. Late news waits for the digest; a demo's made-up people are never written to. */
export function firstMailState(
  choice: MailChoice,
  told: { at: Date; now: Date; isDemo: boolean },
): MailState {
  if (told.isDemo || choice === "none") return "none";
  if (choice !== "at_once") return choice;
  return isLate(told.at, told.now) ? "daily" : "waiting";
}

/** Whether a mail to be sent at once has come too late for that. */
export function isLate(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() > LATE_AFTER_MS;
}
