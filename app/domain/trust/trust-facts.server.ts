import { and, eq, inArray, lte, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { manifest, server, tool } from "#app/domain/catalog/server-tables.server.ts";
import { toolsElsewhere } from "#app/domain/catalog/tools-elsewhere.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { isVouchedLaunch } from "#app/domain/inventory/vouched-launch.server.ts";
import { noFacts, type TrustFacts } from "#app/domain/trust/assemble-trust.ts";
import type { Piece } from "#app/domain/trust/evidence-piece.ts";
import { evidence } from "#app/domain/trust/evidence-tables.server.ts";
import { findRegistriesRead, listFactsOfMany } from "#app/domain/trust/listing-queries.server.ts";
import { findPublisherWord } from "#app/domain/trust/publisher-queries.server.ts";

const MOST_LAUNCHES = 500;
const MOST_TOOLS = 10_000;
const MOST_PIECES = 5_000;
const SERVERS_AT_ONCE = 20;

/** What the trust in an identity rests on, whether a server here has it or only a registry lists it. */
export async function findTrustFacts(tx: Transaction, ctx: Ctx, identity: string): Promise<TrustFacts> {
  const [facts] = await findFactsOfMany(tx, ctx, [identity]);
  if (!facts) throw new Error("Facts of one identity were asked for and none came.");
  return facts;
}

/** The same of many, in their order; those that only registries list cost no more than their entries. */
export async function findFactsOfMany(
  tx: Transaction,
  ctx: Ctx,
  identities: readonly string[],
): Promise<TrustFacts[]> {
  if (identities.length === 0) return [];
  const all = [...identities];
  const read = await findRegistriesRead(tx, ctx);
  const listings = await listFactsOfMany(tx, ctx, all);
  const servers = await tx
    .select({
      identity: server.identity,
      id: server.id,
      release: manifest.release,
      observedAt: manifest.observedAt,
      isConfirmed: manifest.isConfirmed,
      hidden: manifest.hidden,
      named: manifest.named,
    })
    .from(server)
    .leftJoin(manifest, and(eq(manifest.orgId, server.orgId), eq(manifest.id, server.manifestId)))
    .where(and(inOrg(ctx, server), inArray(server.identity, all)));
  const recorded = await recordedOf(tx, ctx, all);
  const vouched = await tx.execute<{ identity: string }>(sql`
    select identity from publisher_word where org_id = ${ctx.orgId} and withdrawn_at is null
      and identity in (select json_array_elements_text(${JSON.stringify(all)}::json))`);
  const facts = new Map(
    all.map((identity) => {
      const own = { listings: listings.get(identity) ?? [], recorded: recorded.get(identity) ?? [] };
      return [identity, { ...noFacts(identity, read), ...own }];
    }),
  );
  for (const { identity } of vouched) {
    const one = facts.get(identity);
    if (one) one.word = await findPublisherWord(tx, ctx, identity);
  }
  for (let at = 0; at < servers.length; at += SERVERS_AT_ONCE) {
    const some = servers.slice(at, at + SERVERS_AT_ONCE);
    const ids = some.map(({ id }) => id);
    const [tools, used] = [await toolsOf(tx, ctx, ids), await launchesOf(tx, ctx, ids)];
    for (const { identity, id, release, observedAt, isConfirmed, hidden, named } of some) {
      const one = facts.get(identity);
      if (!one) continue;
      const confirmed = isConfirmed ?? false;
      one.manifest = observedAt ? { release, observedAt, isConfirmed: confirmed, hidden } : null;
      const own = tools.filter(({ serverId }) => serverId === id).slice(0, MOST_TOOLS);
      one.tools = own;
      const names = [...(named ?? []), ...own.flatMap((each) => each.named)];
      const elsewhere = await toolsElsewhere(tx, ctx, id, names);
      one.namesElsewhere = names.filter((name) => elsewhere.has(name)).length;
      one.used = used.filter(({ serverId }) => serverId === id);
    }
  }
  return all.flatMap((identity) => facts.get(identity) ?? []);
}

/** A list has at most 10,000 tools. */
async function toolsOf(tx: Transaction, ctx: Ctx, serverIds: string[]) {
  return tx
    .select({
      serverId: tool.serverId,
      classes: tool.touched,
      hidden: tool.hidden,
      named: tool.named,
      rules: tool.rulesVersion,
    })
    .from(tool)
    .where(and(inOrg(ctx, tool), inArray(tool.serverId, serverIds)))
    .limit(MOST_TOOLS * SERVERS_AT_ONCE);
}

const Used = z.object({
  serverId: z.string(),
  launch: z.unknown(),
  release: z.string().nullable(),
  at: z.coerce.date(),
  isVouched: z.boolean(),
});

/** Each different launch once, of installations that are there now. */
async function launchesOf(tx: Transaction, ctx: Ctx, serverIds: string[]) {
  const rows = await tx.execute(sql`
    select s.id as "serverId", i.launch, i.release, i.last_seen_at as at, i."isVouched"
    from (select value::uuid as id from json_array_elements_text(${JSON.stringify(serverIds)}::json)) s
    cross join lateral (select distinct on (i.launch_hash) i.launch_hash, i.launch, i.release, i.last_seen_at,
        ${isVouchedLaunch()} as "isVouched"
      from installation i join member m on m.org_id = i.org_id and m.id = i.member_id
      where i.org_id = ${ctx.orgId} and i.server_id = s.id and i.removed_at is null
      order by i.launch_hash, "isVouched" desc, i.last_seen_at desc, i.id limit ${MOST_LAUNCHES}) i
    order by s.id, i.launch_hash`);
  return z.array(Used).parse([...rows]);
}

/** What was recorded of identities, the newest releases first. */
async function recordedOf(tx: Transaction, ctx: Ctx, identities: string[]) {
  const newest = sql`${evidence.release} <> '', ${evidence.lookedAt} desc, ${evidence.release}, ${evidence.row}`;
  const ranked = tx
    .select({
      identity: evidence.identity,
      row: evidence.row,
      release: evidence.release,
      answer: evidence.answer,
      value: evidence.value,
      detail: evidence.detail,
      source: evidence.source,
      lookedAt: evidence.lookedAt,
      failedAt: evidence.failedAt,
      failedWhy: evidence.failedWhy,
      place: sql<number>`row_number() over (partition by ${evidence.identity} order by ${newest})`.as(
        "place",
      ),
    })
    .from(evidence)
    .where(and(inOrg(ctx, evidence), inArray(evidence.identity, identities)))
    .as("ranked");
  const rows = await tx
    .select()
    .from(ranked)
    .where(lte(ranked.place, MOST_PIECES))
    .orderBy(ranked.identity, ranked.place);
  const grouped = new Map<string, Piece[]>();
  for (const { identity, place: _, ...piece } of rows) {
    const of = grouped.get(identity);
    if (of) of.push(piece);
    else grouped.set(identity, [piece]);
  }
  return grouped;
}
