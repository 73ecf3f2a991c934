import { type SQL, sql } from "drizzle-orm";
import { ERASED_TEXT } from "#app/domain/keeping/erasure-rules.ts";
import type { ErasedNoun } from "#app/domain/keeping/erasure-words.ts";
import { NO_LAUNCH, NO_LAUNCHES } from "#app/domain/keeping/no-launch.server.ts";

/** Somebody to be erased from one organization. */
export type Person = {
  orgId: string;
  now: Date;
  accountId: string;
  /** Every membership they had here. */
  memberIds: readonly string[];
  /** Every address the organization may know them by, lower case. */
  addresses: readonly string[];
  /** Finds their names and addresses in a text. */
  mention: string;
  /** What stands there instead. */
  label: string;
};

/** Rows of one table, called `t`, that name a person or hold their words. Without `set` the rows go. */
export type Erasure = {
  table: string;
  where: (p: Person) => SQL;
  set?: (p: Person) => Record<string, SQL>;
  what?: ErasedNoun;
};

const listOf = (values: readonly string[]) =>
  sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );
const theirs = (p: Person, column: SQL) => sql`${column} in (${listOf(p.memberIds)})`;
const atTheirs = (p: Person, column: SQL) => sql`lower(${column}) in (${listOf(p.addresses)})`;
const onTheirDevice = (p: Person) => sql`exists (select 1 from device d
  where d.org_id = t.org_id and d.id = t.device_id and ${theirs(p, sql`d.member_id`)})`;
const onTheirInstallation = (p: Person) => sql`exists (select 1 from installation i
  where i.org_id = t.org_id and i.id = t.installation_id and ${theirs(p, sql`i.member_id`)})`;
const named = (what: string) => sql`${`Erased ${what} `}::text || right(t.id::text, 8)`;
const namedKey = () => ({ name: named("key") });
const erased = () => sql`${ERASED_TEXT}::text`;
const inRequest = sql`exists (select 1 from request r where r.org_id = t.org_id and r.installation_id = t.id)`;

const onTheirs = (p: Person) => sql`(${onTheirInstallation(p)} or ${onTheirDevice(p)})`;
const onTheirLaunch = (p: Person, isAsked: boolean) => sql`${onTheirInstallation(p)} and ${isAsked} =
  exists (select 1 from request r where r.org_id = t.org_id and r.launch_drift_id = t.id)`;

const writtenBy = (p: Person, author: string) => theirs(p, sql`t.${sql.identifier(author)}`);
const ownText = (p: Person) =>
  sql`(${theirs(p, sql`t.author_id`)} or (t.about_kind = 'member' and ${theirs(p, sql`t.about_id`)}))`;

/** Their name or address in a column of words; `own` are the rows that are erased whole. */
function mentionedIn(
  table: string,
  column: string,
  own: (p: Person) => SQL = () => sql`false`,
  more: Record<string, SQL> = {},
): Erasure {
  const words = sql`t.${sql.identifier(column)}`;
  return {
    table,
    what: "mentions",
    where: (p) => sql`${words} ~* ${p.mention} and (${own(p)}) is not true`,
    set: (p) => ({ [column]: sql`regexp_replace(${words}, ${p.mention}, ${p.label}, 'gi')`, ...more }),
  };
}

/**
 * Everything in an organization that holds a name, an address or words of a person, in the order it is erased: what
 * points at a row goes before it. With `harmless-columns.ts` it names every column of text there is, which a test holds
 * against PostgreSQL's own catalog.
 */
export const ERASURES: readonly Erasure[] = [
  { table: "notice_telling", where: (p) => theirs(p, sql`t.member_id`) },
  { table: "notice", where: (p) => theirs(p, sql`t.member_id`), what: "notices" },
  { table: "notice_digest", where: (p) => theirs(p, sql`t.member_id`) },
  { table: "notice_preference", where: (p) => theirs(p, sql`t.member_id`) },
  {
    table: "mail_refusal",
    where: (p) => sql`${atTheirs(p, sql`t.address`)} and not exists (select 1 from member m
      where m.org_id = t.org_id and m.email = t.address and m.removed_at is null)`,
  },
  {
    table: "idempotency_key",
    where: (p) => sql`(${theirs(p, sql`t.member_id`)} or t.response::text ~* ${p.mention})`,
  },
  { table: "search_term", where: (p) => sql`t.kind = 'member' and ${theirs(p, sql`t.subject_id`)}` },
  {
    table: "invitation",
    // somebody else may have the address now, and came by their own invitation
    where: (p) =>
      sql`(${theirs(p, sql`t.accepted_by`)} or (t.accepted_by is null and ${atTheirs(p, sql`t.email`)}))`,
    what: "invitations",
  },
  { table: "member_import_line", where: (p) => atTheirs(p, sql`t.email`) },
  { table: "openid_identity", where: (p) => sql`t.account_id = ${p.accountId}`, what: "links" },
  // their provider finds nobody under the id any more
  { table: "scim_user", where: (p) => theirs(p, sql`t.member_id`) },
  {
    table: "openid_flow",
    where: (p) => sql`(t.account_id = ${p.accountId} or t.waiting::text ~* ${p.mention})`,
  },
  {
    table: "search_term",
    where: (p) => sql`t.kind = 'credential' and exists (select 1 from credential_place c
      where c.org_id = t.org_id and c.credential_id = t.subject_id and ${theirs(p, sql`c.member_id`)})
      and not exists (select 1 from credential_place c
        where c.org_id = t.org_id and c.credential_id = t.subject_id and not ${theirs(p, sql`c.member_id`)})`,
  },
  // a secret of theirs may work until it is revoked: that there is one stays, where it stood does not
  {
    table: "credential_place",
    where: (p) => theirs(p, sql`t.member_id`),
    set: (p) => ({
      places: sql`'{}'::text[]`,
      reference: sql`null`,
      account: sql`null`,
      ending: sql`coalesce(t.ending, 'erased')`,
      ended_at: sql`coalesce(t.ended_at, ${p.now.toISOString()}::timestamptz)`,
    }),
  },
  { table: "launch_drift", where: (p) => onTheirLaunch(p, false) },
  { table: "launch_drift", where: (p) => onTheirLaunch(p, true), set: () => NO_LAUNCHES },
  { table: "finding_acceptance", where: onTheirs },
  { table: "finding", where: onTheirs },
  {
    table: "installation",
    where: (p) => sql`${theirs(p, sql`t.member_id`)} and not ${inRequest}`,
    what: "reports",
  },
  {
    table: "installation",
    where: (p) => sql`${theirs(p, sql`t.member_id`)} and ${inRequest}`,
    set: () => ({ path: sql`'~'`, name: named("installation"), ...NO_LAUNCH }),
    what: "kept",
  },
  { table: "scanned_file", where: onTheirDevice, what: "reports" },
  { table: "scan", where: onTheirDevice, what: "reports" },
  {
    table: "device",
    where: (p) => theirs(p, sql`t.member_id`),
    set: (p) => ({
      name: named("device"),
      key_hash: sql`null`,
      revoked_at: sql`coalesce(t.revoked_at, ${p.now.toISOString()}::timestamptz)`,
    }),
    what: "devices",
  },
  { table: "api_key", where: (p) => writtenBy(p, "member_id"), set: namedKey, what: "keys" },
  {
    table: "request",
    where: (p) => theirs(p, sql`t.requester_id`),
    set: () => ({ reason: erased() }),
    what: "texts",
  },
  {
    table: "request_message",
    where: (p) => theirs(p, sql`t.author_id`),
    set: () => ({ body: erased() }),
    what: "texts",
  },
  {
    table: "free_text",
    where: (p) => sql`t.erased_at is null and ${ownText(p)}`,
    set: (p) => ({ text: erased(), salt: sql`null`, erased_at: sql`${p.now.toISOString()}::timestamptz` }),
    what: "texts",
  },
  {
    table: "agent",
    where: (p) => sql`t.retire_reason is not null and ${theirs(p, sql`t.retired_by`)}`,
    set: () => ({ retire_reason: erased() }),
    what: "texts",
  },
  mentionedIn("request", "reason", (p) => writtenBy(p, "requester_id")),
  mentionedIn("request_message", "body", (p) => writtenBy(p, "author_id")),
  // a hash of words that changed proves nothing any more
  mentionedIn("free_text", "text", ownText, { salt: sql`null` }),
  mentionedIn("publisher_word", "publisher"),
  mentionedIn("look", "reason"),
  mentionedIn("agent", "purpose"),
  mentionedIn("registry_import", "file_name"),
  mentionedIn("advisory_import", "name"),
  mentionedIn("agent", "retire_reason", (p) => writtenBy(p, "retired_by")),
  {
    table: "member",
    where: (p) => theirs(p, sql`t.id`),
    set: (p) => ({
      name: named("person"),
      email: sql`'erased-' || right(t.id::text, 8) || '@erased.invalid'`,
      erased_at: sql`coalesce(t.erased_at, ${p.now.toISOString()}::timestamptz)`,
    }),
  },
];
