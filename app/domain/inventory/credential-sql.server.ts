import { type SQL, sql } from "drizzle-orm";
import { PROVIDER_IDS, PROVIDERS, TOKEN_WORDS, UNSURE_KINDS } from "./credential-words.ts";
import { SECRET_KINDS } from "./scan-inputs.ts";
import { SECRET_NAME_TESTS } from "./secret-names.ts";

const texts = (words: readonly string[]) =>
  sql`array[${sql.join(
    words.map((word) => sql`${word}`),
    sql`, `,
  )}]::text[]`;

/** A name as words: lower case, a blank before each hump. */
export function wordsOf(name: SQL): SQL {
  return sql`lower(regexp_replace(left(${name}, 256), '([a-z0-9])([A-Z])', '\\1 \\2', 'g'))`;
}

/** `isSecretName`, on what `wordsOf` gave. */
export function isSecretWords(words: SQL): SQL {
  const { last, ending, harmless } = SECRET_NAME_TESTS;
  return sql`((${words} ~ ${last} or ${words} ~ ${ending}) and ${words} !~ ${harmless})`;
}

function cases(of: SQL[]): SQL {
  return of.length === 0 ? sql`null::text` : sql`case ${sql.join(of, sql` `)} end`;
}

const providerByWords = cases(
  PROVIDER_IDS.map((id) => {
    const pattern = `(^|[^a-z0-9])(${PROVIDERS[id].words.join("|")})([^a-z0-9]|$)`;
    return sql`when words ~ ${pattern} then ${id}::text`;
  }),
);

const kindOfProvider = PROVIDER_IDS.flatMap((id) => {
  const provider = PROVIDERS[id];
  return "kind" in provider ? [{ id, kind: provider.kind }] : [];
});
const providerByKind = cases(kindOfProvider.map(({ id, kind }) => sql`when kind = ${kind} then ${id}::text`));
const kindByProvider = cases(
  kindOfProvider.map(({ id, kind }) => sql`when named_provider = ${id} then ${kind}::text`),
);

const tokenName = `(^|[^a-z0-9])(${TOKEN_WORDS.join("|")})[^a-z0-9]*$`;

/** Every place of a launch where a secret stands, or a reference under a name that means a secret. */
const everyPlace = sql`
  select 'env.' || (v ->> 'name') as place, v ->> 'name' as name, v -> 'value' as value
  from jsonb_array_elements(i.launch -> 'env') v
  union all select 'headers.' || (v ->> 'name'), v ->> 'name', v -> 'value' from jsonb_array_elements(i.launch -> 'headers') v
  union all select 'args.' || (n - 1), '', coalesce(a -> 'secret', a)
  from jsonb_array_elements(i.launch -> 'args') with ordinality as arg (a, n)
  union all select 'command', '', i.launch -> 'commandSecret'
  union all select 'url', '', i.launch -> 'urlSecret'`;

/**
 * Common table expressions `place` (one row per place, with its key) and `credential` (one row per key), derived from the
 * launches as they were last reported. The same fingerprint is the same secret; one without a fingerprint is compared with
 * nothing; references are the same under one name of one server.
 */
export function credentialTables(orgId: string): SQL {
  const unsure = texts(UNSURE_KINDS);
  return sql`
    seen as materialized (
      select i.id as installation_id, i.member_id, i.device_id, i.server_id, i.client, i.removed_at, i.first_seen_at,
        i.last_seen_at, p.place, p.name, p.value ->> 'secretKind' as secret_kind, p.value ->> 'fingerprint' as fingerprint,
        ${wordsOf(sql`p.name`)} as words
      from installation i cross join lateral (${everyPlace}) p
      where i.org_id = ${orgId} and (p.value ->> 'secretKind' is not null or p.value ->> 'kind' = 'reference' and p.name <> '')),
    named as (
      select seen.*, ${providerByWords} as named_provider from seen
      where secret_kind is not null or ${isSecretWords(sql`words`)}),
    place as materialized (
      select named.*, case
          when secret_kind is null or secret_kind = any(${unsure}) then
            coalesce(case when words ~ ${tokenName} then ${kindByProvider} end, secret_kind, 'password-or-token')
          else secret_kind end as kind,
        left(encode(sha256(convert_to(${orgId}::text || case
          when secret_kind is null then 'reference ' || server_id || ' ' || lower(name)
          else coalesce(fingerprint, 'place ' || installation_id || ' ' || place) end, 'UTF8')), 'hex'), 16) as handle
      from named),
    counted as (
      select handle, (${texts(SECRET_KINDS)})[min(array_position(${texts(SECRET_KINDS)}, kind))] as kind,
        coalesce(bool_or(secret_kind <> all(${unsure})), false) as is_known, min(named_provider) as named_provider,
        case when bool_and(removed_at is not null) then 'gone' when bool_or(secret_kind is not null) then 'plain'
          else 'reference' end as state,
        bool_or(secret_kind is null or fingerprint is not null) as is_compared,
        count(distinct installation_id)::int as installations, count(distinct member_id)::int as holders,
        min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at
      from place group by handle),
    credential as materialized (
      select counted.*, coalesce(${providerByKind}, named_provider) as provider from counted)`;
}
