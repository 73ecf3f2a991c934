import type { NoticeGroup } from "#app/domain/notifications/notice-groups.ts";

/** What the words of a notice are made from; names are texts that people chose. */
export type Named = {
  /** who did it: "Castellan" for what came of time, "The operator" for the command line */
  actor: string;
  /** the identity of the server it concerns, or "a server" */
  server: string;
  /** what the subject is called */
  name: string;
  events: number;
  facts: Readonly<Record<string, unknown>>;
};

export type Kind = {
  group: NoticeGroup;
  /** About a request: it asks for something only while the request is in this state. */
  while?: "pending_approval" | "waiting_for_requester";
  say: (n: Named) => string;
  /** When it stands for several events; without it `say` speaks for all. */
  sayMany?: (n: Named) => string;
};

export const number = (n: Named, fact: string) => (typeof n.facts[fact] === "number" ? n.facts[fact] : 0);
export const days = (n: Named) => (number(n, "days") === 1 ? "1 day" : `${number(n, "days")} days`);
export const day = (n: Named) => (typeof n.facts.until === "string" ? n.facts.until.slice(0, 10) : "then");
export const forWhom = (n: Named) => (n.facts.forTeam ? "a team you are in" : "you");
export const whose = (n: Named) => (n.facts.forTeam ? "your team's access" : "your access");
export const releaseOf = (n: Named) =>
  typeof n.facts.release === "string" && n.facts.release !== "" ? `${n.server} ${n.facts.release}` : n.server;
export const times = (n: Named) =>
  number(n, "installations") === 1 ? "once" : `${number(n, "installations")} times`;
export const cutOff = (n: Named) =>
  n.facts.because === "block" ? "blocked" : n.facts.because === "revocation" ? "revoked" : "removed";
export const role = (n: Named) => String(n.facts.role ?? "another one");
