import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx, MemberCtx } from "#app/domain/context.ts";
import { searchWords } from "#app/domain/identity/member-terms.ts";
import { visibleAgents } from "#app/domain/identity/visible-agents.server.ts";
import { ROLES } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";
import { listListings } from "#app/domain/registries/listing-queries.server.ts";
import { REQUEST_STATES } from "#app/domain/requests/request-words.ts";
import { visibleRequests } from "#app/domain/requests/visible-requests.server.ts";

const Found = z.object({
  servers: z.array(z.object({ id: z.string(), identity: z.string() })),
  /** Listed by a registry, and not met here. */
  listings: z.array(z.object({ id: z.string(), name: z.string(), registry: z.string() })),
  people: z.array(z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.enum(ROLES) })),
  teams: z.array(z.object({ id: z.string(), name: z.string(), isMine: z.boolean() })),
  agents: z.array(z.object({ id: z.string(), name: z.string(), owner: z.string() })),
  requests: z.array(
    z.object({
      id: z.string(),
      identity: z.string(),
      requester: z.string(),
      state: z.enum(REQUEST_STATES),
      submittedAt: z.coerce.date(),
    }),
  ),
});
export type Found = z.infer<typeof Found>;

const NOTHING: Found = { servers: [], listings: [], people: [], teams: [], agents: [], requests: [] };

/**
 * What begins with every word that was typed: servers by identity, listed ones by the words of their registry, people, teams and agents by name, requests by their server or
 * who asked, as far as the actor may see them; at most `limit` of each kind, requests newest first. Nothing typed finds
 * nothing.
 */
export async function listFound(ctx: MemberCtx, typed: string, limit = 6): Promise<Found> {
  permit(ctx, "catalog.read");
  const words = searchWords(typed);
  if (words.length === 0) return NOTHING;
  const listed = await listListings(ctx, { q: typed, standing: "none" }, { limit });
  return inTransaction(ctx, async (tx) => {
    const read = (query: SQL) => rows(tx, sql`${query} limit ${limit}`);
    return Found.parse({
      servers: await read(sql`select s.id, s.identity from server s
        where s.org_id = ${ctx.orgId} and ${begins(ctx, "server", sql`s.id`, words)} order by s.identity`),
      listings: listed.map(({ id, name, registry }) => ({ id, name, registry: registry.name })),
      people: await read(sql`select m.id, m.name, m.email, m.role from member m
        where m.org_id = ${ctx.orgId} and m.removed_at is null and ${begins(ctx, "member", sql`m.id`, words)}
        order by m.name, m.id`),
      teams:
        await read(sql`select t.id, t.name, exists (select from team_member tm where tm.org_id = ${ctx.orgId}
          and tm.team_id = t.id and tm.member_id = ${ctx.actor.memberId}) as "isMine" from team t
        where t.org_id = ${ctx.orgId} and ${beginsAWord(sql`t.name`, words)} order by t.name, t.id`),
      agents: await read(sql`select a.id, a.name, o.name as owner
        from agent a join member o on o.org_id = a.org_id and o.id = a.owner_id
        where a.org_id = ${ctx.orgId} and a.retired_at is null and ${visibleAgents(ctx)}
          and ${begins(ctx, "agent", sql`a.id`, words)} order by a.name, a.id`),
      requests:
        await read(sql`select r.id, s.identity, rq.name as requester, r.state, r.submitted_at as "submittedAt"
        from request r
        join server s on s.org_id = r.org_id and s.id = r.server_id
        join member rq on rq.org_id = r.org_id and rq.id = r.requester_id
        where r.org_id = ${ctx.orgId} and ${visibleRequests(ctx)} and ${each(
          words,
          (word) => sql`(r.server_id in ${subjects(ctx, "server", word)}
            or r.requester_id in ${subjects(ctx, "member", word)})`,
        )} order by r.id desc`),
    });
  });
}

async function rows(tx: Transaction, query: SQL): Promise<Record<string, unknown>[]> {
  return [...(await tx.execute(query))];
}

function begins(ctx: Ctx, kind: string, id: SQL, words: string[]): SQL {
  return each(words, (word) => sql`${id} in ${subjects(ctx, kind, word)}`);
}

function subjects(ctx: Ctx, kind: string, word: string): SQL {
  return sql`(select st.subject_id from search_term st
    where st.org_id = ${ctx.orgId} and st.kind = ${kind} and starts_with(st.term, ${word}))`;
}

/** Teams are few and have no terms of their own. */
function beginsAWord(name: SQL, words: string[]): SQL {
  return each(
    words,
    (word) =>
      sql`(starts_with(lower(${name}), ${word}) or position(' ' || ${word}::text in lower(${name})) > 0)`,
  );
}

function each(words: string[], condition: (word: string) => SQL): SQL {
  return sql.join(words.map(condition), sql` and `);
}
