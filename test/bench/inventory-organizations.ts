import { createHash } from "node:crypto";
import type postgres from "postgres";
import { serverTerms } from "#app/domain/catalog/server-terms.ts";
import { memberTerms } from "#app/domain/identity/member-terms.ts";

const ORGANIZATIONS = 200;
const PER_PERSON = 20;
const AT = "2026-11-23T12:00:00Z";
const GIVEN = ["Ada", "Bo", "Chidi", "Dana", "Emre", "Fatou", "Goran", "Hana", "Inés", "Jun"];
const VENDORS = [
  "github",
  "sentry",
  "slack",
  "grafana",
  "postgres",
  "figma",
  "notion",
  "stripe",
  "jira",
  "linear",
];

export type BenchOrganization = {
  id: string;
  owner: { id: string; accountId: string };
  installations: number;
};

/** The busy one holds half of all rows; the median one is one of the other 199, which share the rest evenly. */
export type BenchOrganizations = {
  busy: BenchOrganization;
  median: BenchOrganization;
  all: BenchOrganization[];
};

/** A UUIDv7 that is the same in every run. */
export function idOf(kind: string, org: number, n: number): string {
  const hex = createHash("md5").update(`${kind} ${org} ${n}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/**
 * Fills a migrated database as a superuser, whom no wall, foreign key or trigger slows down, and leaves in each organization
 * the marks by which the product derives everything itself. Twenty installations a person; a few servers that most people
 * have and many that few have.
 */
export async function fillOrganizations(
  admin: postgres.Sql,
  installations: number,
): Promise<BenchOrganizations> {
  const all: BenchOrganization[] = [];
  await admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    for (let n = 0; n < ORGANIZATIONS; n++) {
      const rows = n === 0 ? installations / 2 : installations / 2 / (ORGANIZATIONS - 1);
      all.push(await fillOne(tx, n, Math.max(1, Math.round(rows / PER_PERSON))));
    }
  });
  await admin.unsafe("vacuum analyze");
  const [busy, , median] = all;
  if (!busy || !median) throw new Error("No organizations were made.");
  return { busy, median, all };
}

async function fillOne(tx: postgres.TransactionSql, org: number, people: number): Promise<BenchOrganization> {
  const id = idOf("org", org, 0);
  const servers = Math.max(3, Math.round(people * 0.6));
  const teams = Math.max(1, Math.round(people / 25));
  await tx`insert into organization (id, slug, name, time_zone, created_at) values (${id}, ${`bench-${org}`}, 'Bench', 'UTC', ${AT})`;
  await fill(
    tx,
    "member",
    "id, account_id, role, name, email, joined_at",
    range(people).map((n) => {
      const { name, email } = personOf(org, n);
      return [
        idOf("member", org, n),
        idOf("account", org, n),
        n === 0 ? "owner" : n % 40 === 1 ? "approver" : "member",
        name,
        email,
        AT,
      ];
    }),
    id,
  );
  await fill(
    tx,
    "team",
    "id, name, created_at",
    range(teams).map((n) => [idOf("team", org, n), `Team ${n}`, AT]),
    id,
  );
  // nine of ten people are in a team, every twentieth in a second one
  await fill(
    tx,
    "team_member",
    "team_id, member_id, is_lead, added_at",
    range(people).flatMap((n) => [
      ...(n % 10 === 9 ? [] : [[idOf("team", org, n % teams), idOf("member", org, n), n < teams, AT]]),
      ...(n % 20 === 5 && teams > 1
        ? [[idOf("team", org, (n + 1) % teams), idOf("member", org, n), false, AT]]
        : []),
    ]),
    id,
  );
  const identities = range(servers).map((n) => `npm:@${VENDORS[n % VENDORS.length]}/mcp-${n}`);
  await fill(
    tx,
    "server",
    "id, identity, kind, first_seen_at, manifest_id",
    identities.map((identity, n) => [
      idOf("server", org, n),
      identity,
      "npm",
      AT,
      n % 2 ? null : idOf("manifest", org, n),
    ]),
    id,
  );
  await fill(
    tx,
    "search_term",
    "kind, term, subject_id",
    [
      ...identities.flatMap((identity, n) =>
        serverTerms(identity).map((term) => ["server", term, idOf("server", org, n)]),
      ),
      ...range(people).flatMap((n) =>
        memberTerms(personOf(org, n)).map((term) => ["member", term, idOf("member", org, n)]),
      ),
    ],
    id,
  );
  await fill(
    tx,
    "manifest",
    "id, server_id, release, hash, tools, observed_at, reported_by, is_confirmed",
    range(servers)
      .filter((n) => n % 2 === 0)
      .map((n) => [
        idOf("manifest", org, n),
        idOf("server", org, n),
        "1.0.0",
        "h",
        [],
        AT,
        idOf("member", org, 0),
        true,
      ]),
    id,
  );
  const tools = range(servers)
    .filter((n) => n % 2 === 0)
    .flatMap((n) => range(5).map((t) => ({ n, t })));
  await fill(
    tx,
    "tool",
    "server_id, name, hash, class, description, position, manifest_id",
    tools.map(({ n, t }) => [
      idOf("server", org, n),
      `tool_${t}`,
      `h${t}`,
      t ? "write" : "read",
      "Does it.",
      t,
      idOf("manifest", org, n),
    ]),
    id,
  );
  // every tenth known server drifted
  await fill(
    tx,
    "pin",
    "server_id, tool_name, tool_hash, manifest_id, pinned_at, pinned_by",
    tools.map(({ n, t }) => [
      idOf("server", org, n),
      `tool_${t}`,
      n % 20 === 0 && t === 0 ? "old" : `h${t}`,
      idOf("manifest", org, n),
      AT,
      idOf("member", org, 0),
    ]),
    id,
  );
  await fill(
    tx,
    "block",
    "id, subject_kind, subject_key, blocked_at, blocked_by",
    range(servers)
      .filter((n) => n % 100 === 7)
      .map((n) => [idOf("block", org, n), "server", idOf("server", org, n), AT, idOf("member", org, 0)]),
    id,
  );
  await fill(
    tx,
    "device",
    "id, member_id, name, platform, kind, enrolled_at, last_report_at",
    range(people).map((n) => [
      idOf("device", org, n),
      idOf("member", org, n),
      `laptop ${n}`,
      "linux",
      "enrolled",
      AT,
      daysAgo(n % 10 === 3 ? 9 : 0, n),
    ]),
    id,
  );
  await tx.unsafe(GRANTS, [id, people, servers, teams].map(String));
  await tx.unsafe(INSTALLATIONS, [id, people, servers].map(String));
  await tx.unsafe(FINDINGS, [id]);
  await tx.unsafe(REQUESTS, [id]);
  await tx.unsafe(EVENTS, [id]);
  await tx`insert into standing_mark (org_id, device_id) select org_id, id from device where org_id = ${id}`;
  return {
    id,
    owner: { id: idOf("member", org, 0), accountId: idOf("account", org, 0) },
    installations: people * PER_PERSON,
  };
}

const range = (count: number) => Array.from({ length: count }, (_, n) => n);
const personOf = (org: number, n: number) => ({
  name: `${GIVEN[n % GIVEN.length]} Person${n}`,
  email: `person${n}@org${org}.test`,
});
const daysAgo = (days: number, seconds: number) =>
  new Date(Date.parse(AT) - days * 86_400_000 - seconds * 1_000).toISOString();

async function fill(
  tx: postgres.TransactionSql,
  table: string,
  columns: string,
  rows: unknown[][],
  orgId: string,
) {
  const names = columns.split(", ");
  const records = rows.map((row) => Object.fromEntries(names.map((name, place) => [name, row[place]])));
  await tx.unsafe(
    `insert into ${table} (org_id, ${columns}) select $1::uuid, ${names.map((name) => `r.${name}`).join(", ")}
      from jsonb_populate_recordset(null::${table}, $2::text::jsonb) r`,
    [orgId, JSON.stringify(records)],
  );
}

const uuid = (text: string) => `overlay(overlay(md5(${text}) placing '7' from 13) placing '8' from 17)::uuid`;
const numbered = (table: string, order: string) =>
  `(select id, row_number() over (order by ${order}) - 1 as n from ${table} where org_id = $1::uuid)`;

// a server's place falls with the cube of chance: the first tenth of the servers is nearly half of all installations
const INSTALLATIONS = `
  insert into installation (org_id, id, device_id, member_id, server_id, client, scope, path, name, launch, launch_hash, transport,
    release, is_enabled, environment, first_seen_at, last_seen_at, removed_at)
  select $1::uuid, ${uuid("'installation' || $1 || x.n")}, d.id, d.member_id, s.id,
    (array['cursor', 'vscode', 'claude-code', 'claude-desktop'])[1 + x.n % 4], 'user', '~/mcp.json', 'server ' || x.n,
    '{"transport":"stdio","command":"npx","args":[],"env":[],"headers":[]}', md5(x.n::text), 'stdio',
    case when x.n % 3 = 0 then '1.0.0' end, true, case when x.n % 11 = 0 then 'production' else 'development' end,
    timestamptz '${AT}' - x.n % 300 * interval '1 day', d.last_report_at, case when x.n % 33 = 0 then d.last_report_at end
  from (select n, floor($3::text::int * power(('x' || substr(md5('place' || n), 1, 7))::bit(28)::int / 268435456.0, 3)) as place
    from generate_series(0, $2::text::int * ${PER_PERSON} - 1) n) x
  join (select *, row_number() over (order by id) - 1 as n from device where org_id = $1::uuid) d on d.n = x.n / ${PER_PERSON}
  join ${numbered("server", "identity")} s on s.n = x.place`;

// one for two people, half of them for teams: running, ended, suspended and revoked ones
const GRANTS = `
  insert into access_grant (org_id, id, server_id, member_id, team_id, environment, starts_at, ends_at, created_at, granted_by, suspended_at, revoked_at)
  select $1::uuid, ${uuid("'grant' || $1 || x.n")}, s.id, case when x.n % 2 = 0 then m.id end, case when x.n % 2 = 1 then t.id end, 'development',
    timestamptz '${AT}' - interval '30 days', timestamptz '${AT}' + (x.n % 50 - 10) * interval '1 day', timestamptz '${AT}', m.id,
    case when x.n % 40 = 0 then timestamptz '${AT}' end, case when x.n % 25 = 0 then timestamptz '${AT}' end
  from generate_series(0, $2::text::int * 2) as x(n)
  join ${numbered("server", "identity")} s on s.n = floor($3::text::int * power((x.n * 7919 % 1000) / 1000.0, 2))
  join ${numbered("member", "id")} m on m.n = x.n % $2::text::int
  join ${numbered("team", "id")} t on t.n = x.n % $4::text::int`;

const FINDINGS = `
  insert into finding (org_id, id, installation_id, server_id, rule, severity, severity_rank, where_in_file, sentence, remedy, first_seen_at)
  select i.org_id, ${uuid("'finding' || i.id::text")}, i.id, i.server_id, case when x.worst then 'literal-secret' else 'unpinned' end,
    case when x.worst then 'critical' else 'medium' end, case when x.worst then 4 else 2 end, 'args', 'A remark.', 'A remedy.', i.first_seen_at
  from installation i cross join lateral (select hashtext(i.id::text) % 20 = 0 as worst) x
  where i.org_id = $1::uuid and hashtext(i.id::text) % 5 in (0, 1)`;

const REQUESTS = `
  insert into request (org_id, id, server_id, requester_id, member_id, environment, reason, ends_at, state, submitted_at, expires_at)
  select $1::uuid, ${uuid("'request' || i.id::text")}, i.server_id, i.member_id, i.member_id, 'development', 'For work.',
    timestamptz '${AT}' + interval '90 days', case when hashtext(i.id::text) % 300 = 0 then 'pending_approval' else 'approved' end,
    timestamptz '${AT}', timestamptz '${AT}' + interval '14 days'
  from installation i where i.org_id = $1::uuid and hashtext(i.id::text) % 5 = 0`;

const EVENTS = `
  insert into audit_event (org_id, id, at, verb, actor_kind, actor_member_id, actor_via, target_kind, target_id, touched, request_id)
  select i.org_id, ${uuid("'event' || i.id::text")}, i.first_seen_at, 'scan.record', 'member', i.member_id, 'session', 'device', i.device_id, '[]', 'bench'
  from installation i where i.org_id = $1::uuid`;
