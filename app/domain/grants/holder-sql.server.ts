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

/** Joins the member `hm`, the team `ht` and the agent `ha` that grant or request `row` is for. */
export function holderJoins(ctx: { orgId: string }, row: Row): SQL {
  const of = (column: string) => sql.raw(`${row}.${column}`);
  return sql`
    left join member hm on hm.org_id = ${ctx.orgId} and hm.id = ${of("member_id")}
    left join team ht on ht.org_id = ${ctx.orgId} and ht.id = ${of("team_id")}
    left join agent ha on ha.org_id = ${ctx.orgId} and ha.id = ${of("agent_id")}`;
}
