import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#app/domain/context.ts";
import { searchWords, splitWords } from "#app/domain/identity/member-terms.ts";
import type { CredentialFilter } from "#app/domain/inventory/credential-filters.ts";
import {
  CREDENTIAL_STATES,
  PROVIDER_IDS,
  PROVIDERS,
  REVOCABLE,
  UNSURE_KINDS,
} from "#app/domain/inventory/credential-words.ts";
import { SECRET_KINDS } from "#app/domain/inventory/scan-inputs.ts";
import { SECRET_KIND_WORDS } from "#app/domain/inventory/secret-kind-words.ts";

const texts = (words: readonly string[]) => sql`${`{${words.join(",")}}`}::text[]`;

/** The condition on credential `c` a filter stands for; its parts are leakproof, so that row-level security leaves the indexes of use. */
export function credentialConditions(ctx: Ctx, filter: CredentialFilter): SQL {
  const { q, kind, provider, state, holder, spread, revoked } = filter;
  const all = [sql`c.org_id = ${ctx.orgId}`];
  if (kind) all.push(sql`c.kind = ${kind}`);
  if (provider) all.push(sql`c.provider = ${provider}`);
  // the indexes hold the rank of a state
  if (state) all.push(sql`c.rank = ${CREDENTIAL_STATES.indexOf(state) + 1}`);
  if (spread) all.push(spread === "shared" ? sql`c.installations > 1` : sql`c.installations <= 1`);
  if (revoked) {
    const isRevocable = sql`(c.kind = any(${texts(REVOCABLE.kinds)})
      or (c.kind = any(${texts(UNSURE_KINDS)}) and c.provider is not null and c.provider = any(${texts(REVOCABLE.providers)})))`;
    all.push(revoked === "interface" ? isRevocable : sql`not ${isRevocable}`);
  }
  if (holder) {
    all.push(sql`c.id in (select p.credential_id from credential_place p
      where p.org_id = ${ctx.orgId} and p.member_id = ${holder})`);
  }
  for (const word of searchWords(q ?? "")) all.push(found(ctx, word));
  return sql.join(all, sql` and `);
}

/** What one word typed finds: it begins a name, a kind, an issuer, a server or a person. */
function found(ctx: Ctx, word: string): SQL {
  const begins = (text: string) => splitWords(text).some((one) => one.startsWith(word));
  const kinds = SECRET_KINDS.filter((kind) => begins(SECRET_KIND_WORDS[kind]));
  const providers = PROVIDER_IDS.filter((id) => begins(PROVIDERS[id].name));
  const subjects = (of: string) => sql`select t.subject_id from search_term t
    where t.org_id = ${ctx.orgId} and t.kind = ${of} and starts_with(t.term, ${word})`;
  const places = (column: string, of: string) => sql`select p.credential_id from credential_place p
    where p.org_id = ${ctx.orgId} and p.${sql.raw(column)} = any(array(${subjects(of)}))`;
  const named = sql`c.id in (${sql.join([subjects("credential"), places("server_id", "server"), places("member_id", "member")], sql` union all `)})`;
  if (kinds.length === 0 && providers.length === 0) return named;
  return sql`(c.kind = any(${texts(kinds)}) or c.provider is not null and c.provider = any(${texts(providers)}) or ${named})`;
}
