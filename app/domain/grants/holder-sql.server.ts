import { type SQL, sql } from "drizzle-orm";

type Row = "g" | "r" | "o";

/** Whom grant or request `row` is for, as JSON with kind, id and name. Needs `holderJoins`. */
export function holderColumn(row: Row): SQL {
  const of = (column: string) => sql.raw(`${row}.${column}`);
  return sql`jsonb_build_object('kind', case when ${of("team_id")} is not null then 'team'
      when ${of("agent_id")} is not null then 'agent' else 'member' end,
    'id', coalesce(${of("member_id")}, ${of("team_id")}, ${of("agent_id")}), 'name', ${holderName})`;
}

/** Its name alone. Needs `holderJoins`. */
export const holderName = sql`coalesce(hm.name, ht.name, ha.name)`;

/**
 * When the agent grant `g` (or what it is called in the statement) is for was retired, or the member left; null while they are there. A lookup by key for each
 * grant, so that no list reads all agents or members.
 */
export function holderGoneAt(ctx: { orgId: string }, g = sql`g`): SQL {
  return sql`case when ${g}.agent_id is not null then (select gone.retired_at from agent gone
      where gone.org_id = ${ctx.orgId} and gone.id = ${g}.agent_id)
    when ${g}.member_id is not null then (select gone.removed_at from member gone
      where gone.org_id = ${ctx.orgId} and gone.id = ${g}.member_id) end`;
}

/** Joins the member `hm`, the team `ht` and the agent `ha` that grant or request `row` is for. */
export function holderJoins(ctx: { orgId: string }, row: Row): SQL {
  const of = (column: string) => sql.raw(`${row}.${column}`);
  return sql`
    left join member hm on hm.org_id = ${ctx.orgId} and hm.id = ${of("member_id")}
    left join team ht on ht.org_id = ${ctx.orgId} and ht.id = ${of("team_id")}
    left join agent ha on ha.org_id = ${ctx.orgId} and ha.id = ${of("agent_id")}`;
}
