import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { ConnectionFacts, LOOK_TROUBLES } from "#app/domain/connections/connection-facts.ts";
import { connectionOf, type LaunchConnection } from "#app/domain/connections/launch-connection.ts";
import { ZoneRule } from "#app/domain/connections/zone-inputs.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { Launch } from "#app/domain/inventory/scan-inputs.ts";
import { isVouchedLaunch } from "#app/domain/inventory/vouched-launch.server.ts";

/** Different launches of one server that are read. */
const MOST_LAUNCHES = 500;

/** What the latest looks at a server said: the newest that saw something, and one that failed since. */
const Looks = z.object({
  askedAt: z.coerce.date().nullable(),
  seen: z.object({ at: z.coerce.date(), facts: ConnectionFacts }).nullable(),
  failed: z.object({ at: z.coerce.date(), why: z.enum(LOOK_TROUBLES) }).nullable(),
});

const Known = Looks.extend({
  identity: z.string(),
  manifestId: z.string().nullable(),
  touched: z.array(z.string()),
  /** Whether somebody who may vouches for the list of tools. */
  isConfirmed: z.boolean(),
});

/** Everything that is known of how a server is connected. */
export type ConnectionState = Omit<z.infer<typeof Known>, "touched" | "isConfirmed"> & {
  /** How the installations that are there reach it, each way once. */
  uses: LaunchConnection[];
  /** When the newest of them was seen; null without any. */
  usesAt: Date | null;
  /** Whether somebody who may vouches for how one of them is started. */
  isVouched: boolean;
  /** Whether it reads what not everybody may know; null: its tools were never listed. */
  isSensitive: boolean | null;
};

/** Throws NotFound. Who may know it was asked before. */
export async function readConnectionState(
  tx: Transaction,
  ctx: Ctx,
  serverId: string,
): Promise<ConnectionState> {
  const of = sql`from connection_look l where l.org_id = s.org_id and l.server_id = s.id`;
  const [row] = await tx.execute(sql`
    select s.identity, s.manifest_id as "manifestId",
      coalesce((select m.is_confirmed from manifest m where m.org_id = s.org_id and m.id = s.manifest_id), false) as "isConfirmed",
      array(select distinct unnest(t.touched) from tool t where t.org_id = s.org_id and t.server_id = s.id) as touched,
      (select asked_at ${of} and state = 'asked' limit 1) as "askedAt",
      (select jsonb_build_object('at', looked_at, 'facts', facts) ${of} and state = 'observed'
        order by asked_at desc, id desc limit 1) as seen,
      (select jsonb_build_object('at', n.looked_at, 'why', n.why)
        from (select l.* ${of} and state <> 'asked' order by asked_at desc, id desc limit 1) n
        where n.state = 'could_not_look') as failed
    from server s where s.org_id = ${ctx.orgId} and s.id = ${serverId}`);
  if (!row) throw new NotFound("server");
  const { touched, isConfirmed, ...known } = Known.parse(row);
  const { launches, usesAt, isVouched } = await readLaunches(tx, ctx, serverId);
  const seen =
    known.identity.startsWith("remote:") && launches.length === 0 ? [calledAt(known.identity)] : launches;
  const uses = eachOnce(seen.map(connectionOf));
  return {
    ...known,
    uses,
    usesAt,
    isVouched,
    isSensitive: sensitive(isConfirmed, touched, uses, known.seen),
  };
}

async function readLaunches(tx: Transaction, ctx: Ctx, serverId: string) {
  const found = await tx.execute(sql`
    select distinct on (i.launch_hash) i.launch, i.last_seen_at as at, ${isVouchedLaunch()} as "isVouched"
    from installation i join member m on m.org_id = i.org_id and m.id = i.member_id
    where i.org_id = ${ctx.orgId} and i.server_id = ${serverId} and i.removed_at is null
    order by i.launch_hash, "isVouched" desc, i.last_seen_at desc limit ${MOST_LAUNCHES}`);
  const Row = z.object({ launch: Launch, at: z.coerce.date(), isVouched: z.boolean() });
  const rows = z.array(Row).parse([...found]);
  const times = rows.map(({ at }) => at.getTime());
  return {
    launches: rows.map(({ launch }) => launch),
    isVouched: rows.some((row) => row.isVouched),
    usesAt: times.length > 0 ? new Date(Math.max(...times)) : null,
  };
}

/** A remote server nobody has in a file yet is known by its address alone. */
function calledAt(identity: string): Launch {
  return { transport: "http", url: identity.replace(/^remote:/, ""), args: [], env: [], headers: [] };
}

function eachOnce(uses: readonly LaunchConnection[]): LaunchConnection[] {
  return [...new Map(uses.map((use) => [JSON.stringify(use), use])).values()];
}

/** Sensitive is what touches secrets, and what reads and lets nobody in without one; whether it does must have been seen. */
function sensitive(
  isConfirmed: boolean,
  touched: readonly string[],
  uses: readonly LaunchConnection[],
  seen: { facts: ConnectionFacts } | null,
): boolean | null {
  if (touched.includes("secrets")) return true;
  const wants = seen?.facts.authentication.kind ?? "unknown";
  if (touched.includes("read")) {
    if (uses.some(({ secrets }) => secrets.length > 0) || wants === "key" || wants === "oauth") return true;
    if (wants === "unknown" && uses.some(({ way }) => way !== "local")) return null;
  }
  return !isConfirmed || touched.includes("undeclared") ? null : false;
}

const Policy = z.object({ version: z.number(), rules: z.array(ZoneRule) });

/** The rules that count now; version 0 is none. */
export async function readZonePolicy(tx: Transaction, ctx: Ctx): Promise<z.infer<typeof Policy>> {
  const [row] = await tx.execute(sql`
    select version, rules from zone_policy where org_id = ${ctx.orgId} order by version desc limit 1`);
  return row ? Policy.parse(row) : { version: 0, rules: [] };
}
