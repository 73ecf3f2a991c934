import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { Demands } from "#app/domain/inventory/credential-rows.server.ts";
import { isSecretName } from "#app/domain/inventory/secret-names.ts";

const Demanded = z.array(z.object({ identity: z.string(), name: z.string(), isDeclared: z.boolean() }));

/**
 * The secret variables these servers ask for: those a registry's newest entry declares as required secrets, and those
 * the server itself named when it was last asked for its tools and would not answer.
 */
export async function demandsOf(tx: Transaction, ctx: Ctx, identities: Iterable<string>): Promise<Demands> {
  const wanted = JSON.stringify([...new Set(identities)]);
  const found = await tx.execute(sql`
    with wanted as materialized (select value as identity from jsonb_array_elements_text(${wanted}::jsonb))
    select distinct p.identity, d ->> 'name' as name, true as "isDeclared"
    from wanted w join listing_identity p on p.org_id = ${ctx.orgId} and p.identity = w.identity
    join listing l on l.org_id = ${ctx.orgId} and l.id = p.listing_id and l.is_latest and l.removed_at is null
    cross join jsonb_array_elements(p.demands) d
    where d @> '{"as": "env", "isSecret": true, "isRequired": true}'
    union all
    select s.identity, n.name, false
    from wanted w join server s on s.org_id = ${ctx.orgId} and s.identity = w.identity
    cross join lateral (select k.needs from look k where k.org_id = ${ctx.orgId} and k.server_id = s.id and k.ended_at is not null
      order by k.asked_at desc limit 1) k
    cross join unnest(k.needs) as n(name)`);
  const demands = new Map<string, string[]>();
  for (const { identity, name, isDeclared } of Demanded.parse([...found])) {
    const isVariable = /^[A-Za-z_]\w{0,127}$/.test(name);
    const known = demands.get(identity) ?? [];
    if (isVariable && (isDeclared || isSecretName(name)) && !known.includes(name))
      demands.set(identity, [...known, name]);
  }
  return demands;
}
