import type { NoticeGroup } from "#app/domain/notifications/notice-groups.ts";
import {
  cutOff,
  day,
  days,
  forWhom,
  type Kind,
  type Named,
  number,
  releaseOf,
  role,
  times,
  whose,
} from "./notice-facts.ts";

/** Every kind of notice. A new one is an entry here and a rule that tells it. */
export const NOTICE_KINDS = {
  request_waits: {
    group: "waits_on_me",
    while: "pending_approval",
    say: (n) => `${n.actor} asks to use ${n.server}. It waits for a decision.`,
  },
  drift_waits: {
    group: "waits_on_me",
    while: "pending_approval",
    say: (n) => `${n.server} is not any more what was approved. It waits for a decision.`,
  },
  request_answered: {
    group: "waits_on_me",
    while: "pending_approval",
    say: (n) => `${n.actor} answered the question about ${n.server}. It waits for a decision.`,
  },
  requests_waiting: {
    group: "waits_on_me",
    say: (n) =>
      number(n, "waiting") === 1
        ? "1 request has waited for you longer than a day."
        : `${number(n, "waiting")} requests have waited for you longer than a day.`,
  },
  agent_offered: {
    group: "waits_on_me",
    say: (n) =>
      `${n.actor} asks you to answer for the agent ${n.name} from now on. It waits for your answer.`,
  },
  agent_review: {
    group: "waits_on_me",
    say: (n) =>
      number(n, "days") > 0
        ? `Your agent ${n.name} is to be reviewed in ${days(n)}.`
        : `The review of your agent ${n.name} is overdue.`,
    sayMany: (n) =>
      number(n, "days") > 0
        ? `${n.events} of your agents are to be reviewed in ${days(n)}.`
        : `The reviews of ${n.events} of your agents are overdue.`,
  },
  request_question: {
    group: "my_requests",
    while: "waiting_for_requester",
    say: (n) => `${n.actor} has a question about your request for ${n.server}. It waits for your answer.`,
  },
  request_approved: { group: "my_requests", say: (n) => `${n.actor} approved your request for ${n.server}.` },
  request_denied: { group: "my_requests", say: (n) => `${n.actor} denied your request for ${n.server}.` },
  request_closed: {
    group: "my_requests",
    say: (n) => `The agent your request for ${n.server} was for was retired, so the request was closed.`,
  },
  request_expired: {
    group: "my_requests",
    say: (n) => `Your request for ${n.server} expired undecided. Ask again if you still need it.`,
  },
  access_given: { group: "my_access", say: (n) => `${n.actor} approved ${n.server} for ${forWhom(n)}.` },
  grant_suspended: { group: "my_access", say: (n) => `${n.actor} suspended ${whose(n)} to ${n.server}.` },
  grant_resumed: { group: "my_access", say: (n) => `${n.actor} resumed ${whose(n)} to ${n.server}.` },
  grant_revoked: { group: "my_access", say: (n) => `${n.actor} revoked ${whose(n)} to ${n.server}.` },
  grant_ended: {
    group: "my_access",
    say: (n) => `The time of ${whose(n)} to ${n.server} is over. Ask again if you still need it.`,
    sayMany: (n) => `The time of your access to ${n.events} servers is over.`,
  },
  grant_ending: {
    group: "my_access",
    say: (n) => `The time of ${whose(n)} to ${n.server} is over in ${days(n)}.`,
    sayMany: (n) => `The time of your access to ${n.events} servers is over in ${days(n)}.`,
  },
  access_drifted: {
    group: "my_access",
    say: (n) =>
      `${n.server}, which you have access to, changed. What changed is refused until somebody decides.`,
  },
  drift_accepted: {
    group: "my_access",
    say: (n) => `${n.actor} accepted what changed at ${n.server}, which you have access to.`,
  },
  drift_denied: {
    group: "my_access",
    say: (n) => `${n.actor} denied what changed at ${n.server}, which you have access to. It stays refused.`,
  },
  my_launch_drifted: {
    group: "my_access",
    say: (n) =>
      `An installation of ${n.server} of yours is not started as approved. Its calls are refused until somebody decides.`,
  },
  launch_accepted: {
    group: "my_access",
    say: (n) => `${n.actor} accepted how an installation of ${n.server} of yours is started now.`,
  },
  launch_denied: {
    group: "my_access",
    say: (n) =>
      `${n.actor} denied how an installation of ${n.server} of yours is started now. It stays refused.`,
  },
  access_blocked: {
    group: "my_access",
    say: (n) => `${n.actor} blocked ${n.server}, which you have access to. Calls to it are refused.`,
  },
  access_unblocked: {
    group: "my_access",
    say: (n) => `${n.actor} lifted the block of ${n.server}, which you have access to.`,
  },
  team_joined: { group: "my_access", say: (n) => `${n.actor} put you in the team ${n.name}.` },
  team_left: { group: "my_access", say: (n) => `${n.actor} took you out of the team ${n.name}.` },
  lead_made: { group: "my_access", say: (n) => `${n.actor} made you a lead of the team ${n.name}.` },
  lead_ended: {
    group: "my_access",
    say: (n) => `You no longer lead the team ${n.name}: ${n.actor} changed it.`,
  },
  agent_handed_over: {
    group: "my_access",
    say: (n) => `${n.actor} made you answer for the agent ${n.name}.`,
    sayMany: (n) => `You answer for ${n.events} more agents now.`,
  },
  key_ending: {
    group: "my_access",
    say: (n) => `Your API key ${n.name} ends in ${days(n)}.`,
    sayMany: (n) => `${n.events} of your API keys end in ${days(n)}.`,
  },
  device_silent: {
    group: "my_access",
    say: (n) => `Your device ${n.name} has not reported for ${days(n)}: what runs there is unknown.`,
    sayMany: (n) => `${n.events} of your devices have not reported for ${days(n)}.`,
  },
  granted_ending: {
    group: "alerts",
    say: (n) => `Access to ${n.server} that you approved is over in ${days(n)}.`,
    sayMany: (n) => `${n.events} grants that you approved are over in ${days(n)}.`,
  },
  devices_silent: {
    group: "alerts",
    say: (n) => `${n.name} has not reported for ${days(n)}: what runs there is unknown.`,
    sayMany: (n) => `${n.events} devices have not reported for ${days(n)}: what runs there is unknown.`,
  },
  release_malicious: {
    group: "waits_on_me",
    say: (n) =>
      number(n, "installations") === 0
        ? `${releaseOf(n)}, or a package that comes with it, is known to be malicious. Nobody has it installed.`
        : `${releaseOf(n)}, or a package that comes with it, is known to be malicious. It is installed ${times(n)}: block it.`,
  },
  release_vulnerable: {
    group: "alerts",
    say: (n) =>
      `${releaseOf(n)}, installed ${times(n)}, or a package that comes with it, is known to be vulnerable.`,
    sayMany: (n) => `${n.events} releases in use are known to be vulnerable.`,
  },
  server_drifted: {
    group: "alerts",
    say: (n) => `${n.server} is not any more what was approved. Calls to what changed are refused.`,
  },
  launch_drifted: {
    group: "alerts",
    say: (n) => `An installation of ${n.server} is not started as it was approved. Its calls are refused.`,
  },
  server_blocked: { group: "alerts", say: (n) => `${n.actor} blocked ${n.server}. Calls to it are refused.` },
  server_unblocked: { group: "alerts", say: (n) => `${n.actor} lifted the block of ${n.server}.` },
  server_returned: {
    group: "alerts",
    say: (n) => `${n.server} came back on a device of ${n.actor} after it was ${cutOff(n)}.`,
    sayMany: (n) => `${n.events} servers came back on a device of ${n.actor} after they were cut off.`,
  },
  my_server_returned: {
    group: "my_access",
    say: (n) =>
      `${n.server} came back on your device after it was ${cutOff(n)}. Remove it, or ask for access.`,
    sayMany: (n) => `${n.events} servers came back on your device after they were cut off.`,
  },
  member_joined: {
    group: "alerts",
    say: (n) => `${n.name} joined the organization.`,
    sayMany: (n) => `${n.events} people joined the organization.`,
  },
  member_removed: {
    group: "alerts",
    say: (n) => `${n.actor} removed ${n.name} from the organization.`,
    sayMany: (n) => `${n.events} people were removed from the organization.`,
  },
  member_role: {
    group: "alerts",
    say: (n) => `${n.actor} changed the role of ${n.name} to ${role(n)}.`,
    sayMany: (n) => `The roles of ${n.events} people were changed.`,
  },
  organization_exported: {
    group: "alerts",
    say: (n) => `${n.actor} exported everything of the organization.`,
    sayMany: (n) => `${n.actor} exported everything of the organization ${n.events} times.`,
  },
  role_changed: { group: "account", say: (n) => `${n.actor} changed your role to ${role(n)}.` },
  sign_in_reset: {
    group: "account",
    say: (n) => `${n.actor} reset how you sign in. If you did not expect this, tell an owner.`,
  },
  key_revoked: { group: "account", say: (n) => `${n.actor} revoked your API key ${n.name}.` },
  deletion_requested: {
    group: "account",
    say: (n) =>
      `${n.actor} asks to delete the whole organization. Nothing is deleted unless another owner confirms it until ${day(n)}.`,
  },
  deletion_confirmed: {
    group: "account",
    say: (n) =>
      `${n.actor} confirmed it: the whole organization is deleted on ${day(n)}. Any owner can cancel until then.`,
  },
  deletion_cancelled: {
    group: "account",
    say: (n) => `${n.actor} cancelled the deletion of the organization.`,
  },
  device_revoked: { group: "account", say: (n) => `${n.actor} revoked the key of your device ${n.name}.` },
} as const satisfies Record<string, Kind>;

export type NoticeKind = keyof typeof NOTICE_KINDS;

export function isNoticeKind(text: string): text is NoticeKind {
  return Object.hasOwn(NOTICE_KINDS, text);
}

export function groupOf(kind: NoticeKind): NoticeGroup {
  return NOTICE_KINDS[kind].group;
}

/** By kind, the state of its request in which a notice still asks for something. */
export const ASKS_WHILE: readonly { kind: string; state: string }[] = Object.entries<Kind>(
  NOTICE_KINDS,
).flatMap(([kind, words]) => (words.while ? [{ kind, state: words.while }] : []));

/** A notice as one or two plain sentences. */
export function sentenceOf(kind: NoticeKind, named: Named): string {
  const words: Kind = NOTICE_KINDS[kind];
  return named.events > 1 && words.sayMany ? words.sayMany(named) : words.say(named);
}
