import { TZDate } from "@date-fns/tz";
import { startOfDay, subDays } from "date-fns";
import { uuidv7 } from "uuidv7";
import type { Database } from "#app/db/client.server.ts";
import type { Ctx, MemberActor, MemberCtx } from "#app/domain/context.ts";
import type { AgentKey } from "./demo-agents.ts";
import type { PersonKey } from "./demo-people.ts";

const DAY_MS = 86_400_000;
export const DEMO_ZONE = "Europe/Vienna";

export type Who = PersonKey | "owner";
export type DemoMember = Pick<MemberActor, "memberId" | "accountId" | "name" | "role">;

/** Something that happened so many days before now. */
export type Moment = { at: number; run: () => Promise<unknown> };

/** The demo organization while it is made: the same verbs as everybody's, with a clock that is moved. */
export class DemoWorld {
  readonly members = new Map<Who, DemoMember>();
  readonly teams = new Map<string, string>();
  readonly agents = new Map<AgentKey, string>();
  readonly db: Database;
  readonly orgId: string;
  readonly #now: Date;

  constructor(db: Database, orgId: string, now: Date) {
    this.db = db;
    this.orgId = orgId;
    this.#now = now;
  }

  at(days: number): Date {
    return new Date(this.#now.getTime() - days * DAY_MS);
  }

  /** How many days before now a minute past the midnight of the day `ago` days back was, where the organization is. */
  daysSinceMidnight(ago: number): number {
    const midnight = startOfDay(subDays(new TZDate(this.#now, DEMO_ZONE), ago));
    return (this.#now.getTime() - midnight.getTime() - 60_000) / DAY_MS;
  }

  /** Who nobody knows yet: somebody with a link or a code. */
  stranger(days: number) {
    // An address from the block for documentation (RFC 5737).
    return { db: this.db, now: this.at(days), requestId: `demo-${uuidv7()}`, from: "192.0.2.20" };
  }

  as(who: Who, days: number, device?: string): MemberCtx {
    const member = this.members.get(who);
    if (!member) throw new Error(`${who} is not in the demo organization yet.`);
    const via = device
      ? ({ via: "device_key", provedAt: null, scopes: ["report"], deviceId: device } as const)
      : ({ via: "session", provedAt: this.at(days), scopes: null } as const);
    return { ...this.stranger(days), orgId: this.orgId, actor: { kind: "member", ...member, ...via } };
  }

  agentId(key: AgentKey): string {
    const id = this.agents.get(key);
    if (!id) throw new Error(`${key} is no agent of the demo organization yet.`);
    return id;
  }

  system(days: number): Ctx {
    return {
      ...this.stranger(days),
      orgId: this.orgId,
      from: null,
      actor: { kind: "system", job: "sweep" },
    };
  }

  operator(days: number): Ctx<{ kind: "operator" }> {
    return { ...this.stranger(days), orgId: this.orgId, from: null, actor: { kind: "operator" } };
  }
}
