import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { ANSWER_RULES, assembleTrust } from "#app/domain/trust/assemble-trust.ts";
import { keepTrustScores } from "#app/domain/trust/keep-trust-scores.server.ts";
import { findFactsOfMany } from "#app/domain/trust/trust-facts.server.ts";
import { FORMULA } from "#app/domain/trust/trust-score.ts";

const AT_ONCE = 500;
const Marked = z.array(z.object({ identity: z.string() }));
const identitiesOf = (rows: Iterable<unknown>) => Marked.parse([...rows]).map(({ identity }) => identity);

/**
 * Counts the trust of up to 500 or so marked servers and listed servers anew, and takes their marks away in the same
 * transaction: broken off, it goes on with what is still marked. Another formula, or other rules, marks everything. Run by the sweep and after an import.
 */
export function countTrust(ctx: Ctx): Promise<{ counted: number; isMore: boolean }> {
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, "trust scores");
    await markOtherFormulas(tx, ctx);
    const named = await takeMarks(tx, ctx);
    const marked = named.length > 0 ? named : await walkOn(tx, ctx);
    const facts = await findFactsOfMany(tx, ctx, marked);
    const counted = facts.map((one) => assembleTrust(one));
    await keepTrustScores(tx, ctx, counted);
    const [left] = await tx.execute(sql`select 1 from trust_mark where org_id = ${ctx.orgId} limit 1`);
    return { counted: counted.length, isMore: left !== undefined };
  });
}

async function markOtherFormulas(tx: Transaction, ctx: Ctx): Promise<void> {
  await tx.execute(sql`
    insert into trust_mark (org_id, after) select ${ctx.orgId}, ''
    where exists (select 1 from trust_score where org_id = ${ctx.orgId} and (formula, rules) <> (${FORMULA}::int, ${ANSWER_RULES}::int))
      and not exists (select 1 from trust_mark where org_id = ${ctx.orgId} and after is not null)`);
}

/** The oldest marks that name servers; a mark names at most some thousands, so the first may be more than the limit. */
async function takeMarks(tx: Transaction, ctx: Ctx) {
  const taken = await tx.execute(sql`
    with sized as (
      select id, sum(coalesce(cardinality(identities), 0) + coalesce(cardinality(server_ids), 0)) over (order by id)
        - coalesce(cardinality(identities), 0) - coalesce(cardinality(server_ids), 0) as before
      from (select * from trust_mark where org_id = ${ctx.orgId} and after is null order by id limit ${AT_ONCE}) m),
    taken as (
      delete from trust_mark where org_id = ${ctx.orgId} and id in (select id from sized where before < ${AT_ONCE})
      returning identities, server_ids, tool_names),
    those as (select distinct unnest(server_ids) as id from taken),
    names as (
      select array_agg(name) as all from (
        select unnest(tool_names) as name from taken
        union
        select t.name from those join tool t on t.org_id = ${ctx.orgId} and t.server_id = those.id) n),
    due as (
      select unnest(identities) as identity from taken
      union
      select s.identity from those join server s on s.org_id = ${ctx.orgId} and s.id = those.id
      union
      select s.identity from names cross join tool t join server s on s.org_id = ${ctx.orgId} and s.id = t.server_id
        where t.org_id = ${ctx.orgId} and t.named <> '{}' and t.named && names.all
      union
      select s.identity from names cross join server s
        join manifest m on m.org_id = ${ctx.orgId} and m.id = s.manifest_id
        where s.org_id = ${ctx.orgId} and m.named <> '{}' and m.named && names.all)
    select identity from due order by identity`);
  return identitiesOf(taken);
}

/** The next identities behind the place a mark of everything has come to; behind the last one the mark goes. */
async function walkOn(tx: Transaction, ctx: Ctx) {
  const [mark] = await tx.execute<{ id: string; after: string }>(sql`
    select id::text, after from trust_mark where org_id = ${ctx.orgId} and after is not null order by id limit 1`);
  if (!mark) return [];
  const behind = (table: string) => sql`(select distinct identity from ${sql.identifier(table)}
    where org_id = ${ctx.orgId} and identity > ${mark.after} order by identity limit ${AT_ONCE})`;
  const found = await tx.execute(sql`
    select identity from (${behind("listing_identity")} union ${behind("server")} union ${behind("evidence")}) u
    order by identity limit ${AT_ONCE}`);
  const marked = identitiesOf(found);
  const last = marked.at(-1);
  const its = sql`org_id = ${ctx.orgId} and id = ${mark.id}::bigint`;
  await tx.execute(
    last && marked.length === AT_ONCE
      ? sql`update trust_mark set after = ${last} where ${its}`
      : sql`delete from trust_mark where ${its}`,
  );
  return marked;
}
