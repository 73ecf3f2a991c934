import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { DRIFT_CLASSES } from "#app/domain/catalog/drift/drift-words.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { CALL_SUBJECTS, type CallFacts } from "#app/domain/grants/call-rules.ts";
import type { DecideCallInput } from "#app/domain/grants/grant-inputs.ts";

const Grant = z.object({
  id: z.string(),
  environment: z.string(),
  tools: z.array(z.string()).nullable(),
  release: z.string().nullable(),
  isRevoked: z.boolean(),
  isEnded: z.boolean(),
  isScheduled: z.boolean(),
  isSuspended: z.boolean(),
});

/** Whose call: a member's, or an agent's, for whom its owner stands in. */
export type Caller = { memberId: string; agentId?: undefined } | { agentId: string };

const Row = z.object({
  is_member: z.boolean(),
  is_active: z.boolean(),
  agent: z.object({ isRetired: z.boolean(), environment: z.string() }).nullable(),
  owner_id: z.string().nullable(),
  server_id: z.string().nullable(),
  blocked: z.array(z.enum(CALL_SUBJECTS)),
  is_installation: z.boolean(),
  is_mismatch: z.boolean(),
  environment: z.string().nullable(),
  release: z.string().nullable(),
  device_environments: z.array(z.string()),
  launch_drifts: z.array(z.enum(DRIFT_CLASSES)),
  person_launch_drifts: z.array(z.enum(DRIFT_CLASSES)),
  grants: z.array(Grant),
  pinned_hash: z.string().nullable(),
  current_hash: z.string().nullable(),
  has_pins: z.boolean(),
  is_list_trusted: z.boolean(),
  tool_drift: z.enum(DRIFT_CLASSES).nullable(),
  server_drift: z.enum(DRIFT_CLASSES).nullable(),
  whole_drift: z.enum(DRIFT_CLASSES).nullable(),
});

const IS_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Whether `server` names a server by its id rather than by its identity. */
export function isServerId(server: string): boolean {
  return IS_ID.test(server);
}

/**
 * One statement: everything a decision rests on, as it stands at `ctx.now`. Tables of folders to the right are named
 * in SQL only. Throws when the row is not what the rules expect, so that nothing is allowed by accident.
 * @returns `ownerId`: who answers for the agent whose call it is; `facts` null for a member, an agent, a server or an
 * installation of another organization, or of none
 */
export async function findCallFacts(
  tx: Transaction,
  ctx: MemberCtx,
  caller: Caller,
  asked: DecideCallInput,
): Promise<{ ownerId: string | null; facts: CallFacts | null }> {
  const [found] = await tx.execute(callFactsSql(ctx, caller, asked));
  const row = Row.parse(found);
  const isForeign =
    !row.is_member ||
    (caller.agentId !== undefined && !row.agent) ||
    (asked.installationId !== undefined && !row.is_installation) ||
    (isServerId(asked.server) && !row.server_id);
  if (isForeign) return { ownerId: row.owner_id, facts: null };
  const facts = {
    member: { isActive: row.is_active },
    agent: row.agent,
    server: row.server_id ? { id: row.server_id } : null,
    blocked: row.blocked,
    installation: row.environment
      ? { environment: row.environment, release: row.release, isMismatch: row.is_mismatch }
      : null,
    deviceEnvironments: row.device_environments,
    launchDrifts: row.launch_drifts,
    personLaunchDrifts: row.person_launch_drifts,
    isPlaceKnown: row.is_installation || ctx.actor.via === "device_key",
    keyEnvironment: ctx.actor.via === "api_key" ? (ctx.actor.keyEnvironment ?? null) : null,
    grants: row.grants,
    tool: {
      pinnedHash: row.pinned_hash,
      currentHash: row.current_hash,
      hasPins: row.has_pins,
      isListTrusted: row.is_list_trusted,
      drift: row.tool_drift,
      serverDrift: row.server_drift,
      wholeDrift: row.whole_drift,
    },
  };
  return { ownerId: row.owner_id, facts };
}

/** The statement of `findCallFacts`, for EXPLAIN. */
export function callFactsSql(ctx: MemberCtx, whose: Caller, asked: DecideCallInput): SQL {
  const org = sql`${ctx.orgId}::uuid`;
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const agentId = whose.agentId ?? null;
  // of an agent, whoever answers for it: its blocks count, its grants do not
  const caller = whose.agentId === undefined ? sql`${whose.memberId}::uuid` : sql`a.owner_id`;
  const grants = agentId
    ? sql`select * from access_grant ag where ag.org_id = ${org} and ag.server_id = s.id and ag.agent_id = ${agentId}::uuid`
    : sql`select * from access_grant og where og.org_id = ${org} and og.server_id = s.id and og.member_id = ${caller}
        union all
        select tg.* from team_member tm join access_grant tg
          on tg.org_id = ${org} and tg.server_id = s.id and tg.team_id = tm.team_id
        where tm.org_id = ${org} and tm.member_id = ${caller}`;
  const ownDevice = ctx.actor.via === "device_key" ? (ctx.actor.deviceId ?? null) : null;
  const token = ctx.actor.via === "api_key" ? (ctx.actor.apiKeyId ?? null) : null;
  const release = asked.release ?? null;
  const server = isServerId(asked.server)
    ? sql`s.id = ${asked.server}::uuid`
    : sql`s.identity = ${asked.server}`;
  const grantJson = sql`jsonb_build_object('id', g.id, 'environment', g.environment, 'tools', g.tools,
    'release', g.release, 'isRevoked', g.revoked_at is not null, 'isEnded', g.ends_at <= ${now},
    'isScheduled', g.starts_at > ${now}, 'isSuspended',
    g.suspended_at is not null and (g.suspended_until is null or g.suspended_until > ${now}))`;
  return sql`
    select m.id is not null as is_member, coalesce(m.removed_at is null and m.id is not null, false) as is_active,
      case when a.id is not null then jsonb_build_object('isRetired', a.retired_at is not null,
        'environment', a.environment) end as agent, a.owner_id,
      s.id as server_id, i.id is not null as is_installation, i.environment, i.release,
      coalesce(a.id is not null or i.member_id <> m.id or i.server_id is distinct from s.id or i.removed_at is not null
        or i.device_id is distinct from coalesce(${ownDevice}::uuid, i.device_id), false) as is_mismatch,
      t.hash as current_hash, p.tool_hash as pinned_hash,
      exists (select from pin where pin.org_id = ${org} and pin.server_id = s.id) as has_pins,
      coalesce(mf.is_confirmed, false) as is_list_trusted,
      case when td.tool_hash = t.hash and td.pinned_hash is not distinct from p.tool_hash then td.class end as tool_drift,
      pl.drift as server_drift, pl.whole_drift,
      array(select distinct di.environment from installation di
        where di.org_id = ${org} and di.member_id = m.id and di.server_id = s.id and di.removed_at is null
          and di.device_id = ${ownDevice}::uuid and i.id is null) as device_environments,
      case when i.id is not null then array_remove(array[i.launch_class], null)
        else array(select distinct ld.launch_class from installation ld
          where ld.org_id = ${org} and ld.member_id = m.id and ld.server_id = s.id and ld.removed_at is null
            and ld.device_id = ${ownDevice}::uuid and ld.launch_class is not null) end as launch_drifts,
      array(select distinct pd.launch_class from installation pd
        where a.id is null and pd.org_id = ${org} and pd.member_id = m.id and (pd.server_id = s.id or pd.pinned_server_id = s.id)
          and pd.removed_at is null and pd.launch_class is not null) as person_launch_drifts,
      array(select distinct b.subject_kind from (
          select 'organization' as kind, ${ctx.orgId}::text as key
          union all select 'member', ${caller}::text
          union all select 'agent', a.id::text
          union all select 'team', tm.team_id::text from team_member tm
            where tm.org_id = ${org} and tm.member_id = ${caller}
          union all select 'device', ${ownDevice}::text
          union all select 'device', i.device_id::text
          union all select 'token', ${token}::text
          union all select 'server', s.id::text
          union all select 'tool', s.id::text || ' ' || ${asked.tool}::text
          union all select 'release', s.id::text || ' ' || ${release}::text
          union all select 'release', s.id::text || ' ' || i.release
        ) subject join block b on b.org_id = ${org} and b.subject_key = subject.key
          and b.subject_kind = subject.kind and b.lifted_at is null
        union select b.subject_kind from block b
        where coalesce(${release}::text, i.release) is null and b.org_id = ${org} and b.subject_kind = 'release'
          and b.lifted_at is null and starts_with(b.subject_key, s.id::text || ' ')) as blocked,
      coalesce((select jsonb_agg(${grantJson} order by g.ends_at desc) from (
        ${grants}
      ) g), '[]'::jsonb) as grants
    from (values (1)) as one
    left join agent a on a.org_id = ${org} and a.id = ${agentId}::uuid
    left join member m on m.org_id = ${org} and m.id = ${caller}
    left join server s on s.org_id = ${org} and ${server}
    left join manifest mf on mf.org_id = ${org} and mf.id = s.manifest_id
    left join tool t on t.org_id = ${org} and t.server_id = s.id and t.name = ${asked.tool}
    left join pin p on p.org_id = ${org} and p.server_id = s.id and p.tool_name = ${asked.tool}
    left join pinned_list pl on pl.org_id = ${org} and pl.server_id = s.id
    left join tool_drift td on td.org_id = ${org} and td.server_id = s.id and td.tool_name = ${asked.tool}
    left join installation i on i.org_id = ${org} and i.id = ${asked.installationId ?? null}::uuid`;
}
