import type postgres from "postgres";

/** The id of the n-th row of a kind in one organization: the same wherever it is named. */
const id = (kind: string, n = "n") => version7(`md5('${kind}' || (${n})::text || $1)`);

/** 32 hex digits as a UUIDv7. */
const version7 = (hex: string) => `overlay(overlay(${hex} placing '7' from 13) placing '8' from 17)::uuid`;

const AT = `timestamptz '2026-11-23T12:00:00Z'`;
const SOME = "((n * 7919) % 2000)";

// the moment, then something that tells two tenants' events apart
const EVENT_ID = version7(
  `lpad(to_hex((extract(epoch from ${AT}) * 1000 - n::bigint * 60000)::bigint), 12, '0') || substr(md5('event' || n || $1), 1, 20)`,
);

const NOTICE_ID = version7(
  `lpad(to_hex((extract(epoch from ${AT}) * 1000 - n::bigint * 60000)::bigint), 12, '0') || substr(md5('notice' || n || $1), 1, 20)`,
);

/** One statement per table: `$1` is the organization's id, `$2` how many rows. Text, so that a million rows take seconds. */
const ROWS: Record<string, string> = {
  member: `org_id, id, account_id, role, name, email, joined_at`,
  team: `org_id, id, name, created_at`,
  team_member: `org_id, team_id, member_id, is_lead, added_at`,
  agent: `org_id, id, name, purpose, owner_id, environment, review_by, created_at, created_by`,
  invitation: `org_id, id, email, name, role, team_ids, token_hash, invited_by, created_at, expires_at`,
  api_key: `org_id, id, member_id, name, prefix, key_hash, scopes, created_at, expires_at`,
  search_term: `org_id, kind, term, subject_id`,
  server: `org_id, id, identity, kind, first_seen_at, manifest_id`,
  manifest: `org_id, id, server_id, release, hash, tools, observed_at, reported_by, is_confirmed`,
  tool: `org_id, server_id, name, hash, class, description, position, manifest_id`,
  pin: `org_id, server_id, tool_name, tool_hash, manifest_id, pinned_at, pinned_by`,
  block: `org_id, id, subject_kind, subject_key, blocked_at, blocked_by, lifted_at`,
  access_grant: `org_id, id, server_id, member_id, agent_id, environment, starts_at, ends_at, created_at, granted_by`,
  device: `org_id, id, member_id, name, platform, kind, key_hash, enrolled_at, last_report_at`,
  scan: `org_id, id, device_id, at, collector_version, entries, hash`,
  scanned_file: `org_id, device_id, client, scope, path, outcome, scan_id, looked_at`,
  installation: `org_id, id, device_id, member_id, server_id, client, scope, path, name, launch, launch_hash, transport, is_enabled, environment, first_seen_at, last_seen_at`,
  credential: `org_id, id, kind, kind_from, provider, is_compared, state, rank, installations, holders, first_seen_at, last_seen_at`,
  credential_place: `org_id, id, credential_id, installation_id, server_id, member_id, device_id, client, form, places, first_seen_at, last_seen_at, ended_at, ending`,
  finding: `org_id, id, installation_id, server_id, rule, severity, severity_rank, where_in_file, sentence, remedy, first_seen_at`,
  request: `org_id, id, server_id, requester_id, member_id, agent_id, environment, reason, ends_at, state, submitted_at, expires_at`,
  decision: `org_id, id, request_id, decided_by, outcome, evidence, decided_at`,
  request_message: `org_id, id, request_id, author_id, kind, body, at`,
  checklist_answer: `org_id, request_id, item, answer, answered_by, answered_at`,
  notice: `org_id, id, member_id, kind, subject_kind, subject_id, facts, events, at, told_at, read_at, mail, mail_at`,
  notice_telling: `org_id, member_id, key, notice_id`,
  notice_preference: `org_id, member_id, notice_group, mail, set_at`,
  notice_digest: `org_id, id, member_id, cadence, due_at, state`,
  mail_refusal: `org_id, address, why, refused_at`,
  audit_event: `org_id, id, at, verb, actor_kind, actor_member_id, actor_via, target_kind, target_id, touched, request_id`,
};

const VALUES: Record<string, string> = {
  member: `$1, ${id("member")}, ${id("account")}, 'member', 'Person ' || n, 'person' || n || '@' || $1, ${AT}`,
  team: `$1, ${id("team")}, 'Team ' || n, ${AT}`,
  team_member: `$1, ${id("team", SOME)}, ${id("member")}, n % 10 = 0, ${AT}`,
  agent: `$1, ${id("agent")}, 'Agent ' || n, 'For work.', ${id("member")}, 'development', ${AT} + (n % 300) * interval '1 day', ${AT}, ${id("member", "1")}`,
  invitation: `$1, ${id("invitation")}, 'guest' || n || '@' || $1, 'Guest ' || n, 'member', '{}', md5('token' || n || $1), ${id("member", "1")}, ${AT}, ${AT} + interval '7 days'`,
  api_key: `$1, ${id("key")}, ${id("member", SOME)}, 'Key ' || n, 'cst_', md5('key' || n || $1), '{read}', ${AT}, ${AT} + interval '90 days'`,
  search_term: `$1, case when n % 2 = 0 then 'server' else 'member' end, 'term' || n, case when n % 2 = 0 then ${id("server")} else ${id("member")} end`,
  server: `$1, ${id("server")}, 'npm:package-' || n, 'npm', ${AT}, ${id("manifest")}`,
  manifest: `$1, ${id("manifest")}, ${id("server")}, '1.0.0', md5('manifest' || n), '[]', ${AT}, ${id("member", SOME)}, true`,
  tool: `$1, ${id("server")}, 'search', md5('tool' || n), 'read', 'Searches.', 0, ${id("manifest")}`,
  pin: `$1, ${id("server")}, 'search', md5('tool' || n), ${id("manifest")}, ${AT}, ${id("member", "1")}`,
  block: `$1, ${id("block")}, 'server', ${id("server")}::text, ${AT}, ${id("member", "1")}, case when n % 100 = 0 then null else ${AT} end`,
  access_grant: `$1, ${id("grant")}, ${id("server", SOME)}, case when n % 10 > 0 then ${id("member")} end, case when n % 10 = 0 then ${id("agent")} end, 'development', ${AT} - interval '30 days', ${AT} + (n % 100 - 20) * interval '1 day', ${AT}, ${id("member", "1")}`,
  device: `$1, ${id("device")}, ${id("member")}, 'laptop ' || n, 'linux', 'enrolled', md5('device' || n || $1), ${AT}, ${AT}`,
  scan: `$1, ${id("scan")}, ${id("device")}, ${AT}, '0.1.0', 1, md5('scan' || n)`,
  scanned_file: `$1, ${id("device")}, 'cursor', 'user', '~/.cursor/mcp.json', case when n % 50 = 0 then 'could_not_look' else 'found' end, ${id("scan")}, ${AT}`,
  installation: `$1, ${id("installation")}, ${id("device")}, ${id("member")}, ${id("server", SOME)}, 'cursor', 'user', '~/.cursor/mcp.json', 'name' || n, '{"transport":"stdio","command":"npx","args":[],"env":[],"headers":[]}', md5('launch' || n), 'stdio', true, 'development', ${AT} - interval '30 days', ${AT} - n * interval '1 second'`,
  credential: `$1, ${id("credential")}, (array['github-token', 'slack-token', 'openai-key', 'password-or-token'])[1 + n % 4], 'value', (array['github', 'slack', 'openai', null])[1 + n % 4], true, 'ended', 5, 0, 0, ${AT} - interval '30 days', ${AT}`,
  credential_place: `$1, ${id("place")}, ${id("credential", "n - n % 2")}, ${id("installation")}, ${id("server", SOME)}, ${id("member")}, ${id("device")}, 'cursor', 'secret', array['env.TOKEN_' || n], ${AT} - interval '30 days', ${AT}, case when n % 10 = 0 then ${AT} end, case when n % 10 = 0 then 'replaced' end`,
  finding: `$1, ${id("finding")}, ${id("installation")}, ${id("server", SOME)}, 'unpinned', 'medium', 2, 'args', 'No version is named.', 'Name one.', ${AT}`,
  request: `$1, ${id("request")}, ${id("server", SOME)}, ${id("member")}, case when n % 10 > 0 then ${id("member")} end, case when n % 10 = 0 then ${id("agent")} end, 'development', 'for work', ${AT} + interval '90 days', case when n % 20 = 0 then 'pending_approval' else 'approved' end, ${AT}, ${AT} + interval '14 days'`,
  decision: `$1, ${id("decision")}, ${id("request")}, ${id("member", "1")}, 'approved', '{"checklist":[],"manifest":null,"tools":[],"findings":[],"asked":{"tools":null,"environment":"development","endsAt":"2027-01-01T00:00:00Z","release":null}}', ${AT}`,
  request_message: `$1, ${id("message")}, ${id("request")}, ${id("member")}, 'question', 'why?', ${AT}`,
  checklist_answer: `$1, ${id("request")}, 'isolated', 'yes', ${id("member")}, ${AT}`,
  notice: `$1, ${NOTICE_ID}, ${id("member", SOME)}, case when n % 2 = 0 then 'request_waits' else 'server_blocked' end, case when n % 2 = 0 then 'request' else 'server' end, case when n % 2 = 0 then ${id("request", SOME)} else ${id("server", SOME)} end, '{}', 1, ${AT} - n * interval '1 minute', ${AT}, case when n % 3 = 0 then null else ${AT} end, case when n % 50 = 0 then 'daily' else 'sent' end, ${AT}`,
  notice_telling: `$1, ${id("member", SOME)}, 'event' || n, ${NOTICE_ID}`,
  notice_preference: `$1, ${id("member")}, 'alerts', 'none', ${AT}`,
  notice_digest: `$1, ${id("digest")}, ${id("member")}, 'daily', ${AT}, 'sent'`,
  mail_refusal: `$1, 'person' || n || '@' || $1, 'SMTP 550', ${AT}`,
  audit_event: `$1, ${EVENT_ID}, ${AT} - n * interval '1 minute', case when n % 200 = 0 then 'team.create' else 'scan.record' end, 'member', ${id("member", SOME)}, 'session', 'scan', ${id("scan")}, '[]', 'test'`,
};

/**
 * Fills every tenant table of an organization as a superuser, whose inserts no wall, no foreign key and no trigger slows
 * down, and leaves the marks by which the product itself derives what its lists read.
 */
export async function fillTenant(admin: postgres.Sql, orgId: string, rows: number): Promise<void> {
  await admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    for (const [table, columns] of Object.entries(ROWS)) {
      const values = (VALUES[table] ?? "").replaceAll("$1", `'${orgId}'`);
      await tx.unsafe(
        `insert into ${table} (${columns}) select ${values.replace(`'${orgId}',`, `'${orgId}'::uuid,`)} from generate_series(1, ${rows}) as n`,
      );
    }
    await tx`insert into standing_mark (org_id, device_id) select org_id, id from device where org_id = ${orgId}`;
  });
}

/** Ids of the n-th rows, to filter by. */
export async function idOf(admin: postgres.Sql, orgId: string, kind: string, n: number): Promise<string> {
  const [row] = await admin.unsafe<{ id: string }[]>(
    `select ${id(kind, String(n)).replaceAll("$1", `'${orgId}'`)} as id`,
  );
  return row?.id ?? "";
}
