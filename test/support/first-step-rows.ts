/**
 * Rows as the first released schema (migrations 0000 to 0004) kept them, written out so that they never follow the code:
 * one organization with an owner, a developer with one approved installation, somebody of security who approved it.
 */
export const OLD = {
  org: "01900000-0000-7000-8000-000000000001",
  owner: "01900000-0000-7000-8000-000000000011",
  developer: "01900000-0000-7000-8000-000000000012",
  security: "01900000-0000-7000-8000-000000000013",
  ownerAccount: "01900000-0000-7000-8000-000000000021",
  developerAccount: "01900000-0000-7000-8000-000000000022",
  securityAccount: "01900000-0000-7000-8000-000000000023",
  team: "01900000-0000-7000-8000-000000000031",
  server: "01900000-0000-7000-8000-000000000041",
  manifest: "01900000-0000-7000-8000-000000000051",
  device: "01900000-0000-7000-8000-000000000061",
  scan: "01900000-0000-7000-8000-000000000062",
  installation: "01900000-0000-7000-8000-000000000071",
  grant: "01900000-0000-7000-8000-000000000081",
  request: "01900000-0000-7000-8000-000000000091",
  denied: "01900000-0000-7000-8000-000000000092",
  sessionHash: "a".repeat(64),
  keyHash: "b".repeat(64),
  toolHash: "c".repeat(64),
  reason: "Read errors while fixing the checkout",
  because: "Only reads, and the source is known",
  note: "Runs in a container",
  no: "It sends messages, which nobody asked for",
} as const;

/** `passwordHash` of every account, as argon2 encodes it. */
export function firstStepRows(passwordHash: string): string {
  const { org, owner, developer, security, team, server, manifest, device, scan, installation, grant } = OLD;
  const at = "timestamptz '2026-11-20T12:00:00Z'";
  const end = "timestamptz '2027-02-20T12:00:00Z'";
  const evidence = `'{"checklist":[{"item":"isolated","answer":"yes","by":"person","note":"${OLD.note}","memberId":"${security}","at":"2026-11-20T12:00:00.000Z"}],"manifest":null,"tools":[],"findings":[],"asked":{"tools":null,"environment":"development","endsAt":"2027-02-20T12:00:00.000Z","release":null}}'`;
  return `
insert into organization (id, slug, name, time_zone, created_at) values ('${org}', 'old', 'Old organization', 'Europe/Vienna', ${at});
insert into account (id, email, name, password_hash, created_at) values
  ('${OLD.ownerAccount}', 'owner@old.test', 'Olive', '${passwordHash}', ${at}),
  ('${OLD.developerAccount}', 'dev@old.test', 'Devi', '${passwordHash}', ${at}),
  ('${OLD.securityAccount}', 'sec@old.test', 'Sol', '${passwordHash}', ${at});
insert into account_event (id, account_id, at, kind, request_id) values
  ('01900000-0000-7000-8000-0000000000e1', '${OLD.ownerAccount}', ${at}, 'password.set', 'r1');
insert into session (id_hash, account_id, created_at, last_seen_at, idle_expires_at, absolute_expires_at) values
  ('${OLD.sessionHash}', '${OLD.ownerAccount}', ${at}, ${at}, ${end}, ${end});
insert into member (org_id, id, account_id, role, name, email, joined_at) values
  ('${org}', '${owner}', '${OLD.ownerAccount}', 'owner', 'Olive', 'owner@old.test', ${at}),
  ('${org}', '${developer}', '${OLD.developerAccount}', 'member', 'Devi', 'dev@old.test', ${at}),
  ('${org}', '${security}', '${OLD.securityAccount}', 'security', 'Sol', 'sec@old.test', ${at});
insert into team (org_id, id, name, created_at) values ('${org}', '${team}', 'Payments', ${at});
insert into team_member (org_id, team_id, member_id, is_lead, added_at) values ('${org}', '${team}', '${developer}', true, ${at});
insert into invitation (org_id, id, email, name, role, team_ids, token_hash, invited_by, created_at, expires_at) values
  ('${org}', '01900000-0000-7000-8000-0000000000c1', 'new@old.test', 'New', 'member', '{}', '${"d".repeat(64)}', '${owner}', ${at}, ${end});
insert into api_key (org_id, id, member_id, name, prefix, key_hash, scopes, environment, created_at, expires_at) values
  ('${org}', '01900000-0000-7000-8000-0000000000d1', '${owner}', 'Key', 'cst_', '${OLD.keyHash}', '{read,check}', 'development', ${at}, ${end});
insert into search_term (org_id, kind, term, subject_id) values ('${org}', 'member', 'devi', '${developer}'), ('${org}', 'server', 'sentry', '${server}');
insert into server (org_id, id, identity, kind, first_seen_at, manifest_id) values
  ('${org}', '${server}', 'npm:@old/sentry', 'npm', ${at}, '${manifest}');
insert into manifest (org_id, id, server_id, release, hash, tools, observed_at, reported_by, is_confirmed) values
  ('${org}', '${manifest}', '${server}', '1.0.0', '${"e".repeat(64)}', '[{"name":"search","description":"Searches.","inputSchema":{"type":"object"}}]', ${at}, '${security}', true);
insert into tool (org_id, server_id, name, hash, class, description, position, manifest_id) values
  ('${org}', '${server}', 'search', '${OLD.toolHash}', 'read', 'Searches.', 0, '${manifest}');
insert into pin (org_id, server_id, tool_name, tool_hash, manifest_id, pinned_at, pinned_by) values
  ('${org}', '${server}', 'search', '${OLD.toolHash}', '${manifest}', ${at}, '${security}');
insert into block (org_id, id, subject_kind, subject_key, reason, blocked_at, blocked_by, lifted_at, lifted_by, lift_reason) values
  ('${org}', '01900000-0000-7000-8000-0000000000b1', 'server', '${server}', 'Looked odd', ${at}, '${security}', ${at}, '${security}', 'It was fine');
insert into access_grant (org_id, id, server_id, member_id, environment, starts_at, ends_at, created_at, granted_by) values
  ('${org}', '${grant}', '${server}', '${developer}', 'development', ${at}, ${end}, ${at}, '${security}');
insert into device (org_id, id, member_id, name, platform, kind, key_hash, collector_version, enrolled_at, last_report_at) values
  ('${org}', '${device}', '${developer}', 'laptop', 'linux', 'enrolled', '${"f".repeat(64)}', '0.1.0', ${at}, ${at});
insert into scan (org_id, id, device_id, at, collector_version, entries, hash) values ('${org}', '${scan}', '${device}', ${at}, '0.1.0', 1, '${"1".repeat(64)}');
insert into scanned_file (org_id, device_id, client, scope, path, outcome, scan_id, looked_at) values
  ('${org}', '${device}', 'cursor', 'user', '~/.cursor/mcp.json', 'found', '${scan}', ${at});
insert into installation (org_id, id, device_id, member_id, server_id, client, scope, path, name, launch, launch_hash, transport, release, is_enabled, environment, first_seen_at, last_seen_at) values
  ('${org}', '${installation}', '${device}', '${developer}', '${server}', 'cursor', 'user', '~/.cursor/mcp.json', 'sentry',
   '{"transport":"stdio","command":"npx","args":[{"kind":"plain","text":"-y"},{"kind":"plain","text":"@old/sentry@1.0.0"}],"env":[{"name":"SENTRY_AUTH_TOKEN","value":{"kind":"secret","secretKind":"other-vendor-token","fingerprint":"${"3".repeat(64)}"}}],"headers":[]}', '${"2".repeat(64)}', 'stdio', '1.0.0', true, 'development', ${at}, ${at});
insert into finding (org_id, id, installation_id, server_id, rule, severity, severity_rank, where_in_file, sentence, remedy, first_seen_at) values
  ('${org}', '01900000-0000-7000-8000-0000000000f1', '${installation}', '${server}', 'unpinned', 'medium', 2, 'args', 'No version is named.', 'Name one.', ${at});
insert into request (org_id, id, server_id, requester_id, member_id, environment, reason, ends_at, state, submitted_at, expires_at, decided_at) values
  ('${org}', '${OLD.request}', '${server}', '${developer}', '${developer}', 'development', '${OLD.reason}', ${end}, 'approved', ${at}, ${end}, ${at}),
  ('${org}', '${OLD.denied}', '${server}', '${developer}', '${developer}', 'production', '${OLD.reason}', ${end}, 'denied', ${at}, ${end}, ${at});
insert into decision (org_id, id, request_id, decided_by, outcome, reason, evidence, grant_id, decided_at) values
  ('${org}', '01900000-0000-7000-8000-0000000000a1', '${OLD.request}', '${security}', 'approved', '${OLD.because}', ${evidence}, '${grant}', ${at}),
  ('${org}', '01900000-0000-7000-8000-0000000000a2', '${OLD.denied}', '${security}', 'denied', '${OLD.no}', ${evidence}, null, ${at});
insert into request_message (org_id, id, request_id, author_id, kind, body, at) values
  ('${org}', '01900000-0000-7000-8000-000000000101', '${OLD.request}', '${security}', 'question', 'Which project?', ${at}),
  ('${org}', '01900000-0000-7000-8000-000000000102', '${OLD.request}', '${developer}', 'answer', 'Checkout', ${at});
insert into checklist_answer (org_id, request_id, item, answer, note, answered_by, answered_at) values
  ('${org}', '${OLD.request}', 'isolated', 'yes', '${OLD.note}', '${security}', ${at});
insert into audit_event (org_id, id, at, verb, actor_kind, actor_member_id, actor_via, target_kind, target_id, touched, before, after, request_id) values
  ('${org}', '01900000-0000-7000-8000-000000000111', ${at}, 'team.create', 'member', '${owner}', 'session', 'team', '${team}', '[]', null, '{"name":"Payments"}', 'r2'),
  ('${org}', '01900000-0000-7000-8000-000000000112', ${at}, 'request.approve', 'member', '${security}', 'session', 'request', '${OLD.request}', '[]', null, '{"outcome":"approved"}', 'r3'),
  ('${org}', '01900000-0000-7000-8000-000000000113', ${at}, 'request.deny', 'member', '${security}', 'session', 'request', '${OLD.denied}', '[]', '{"state":"pending_approval"}', '{"state":"denied","reason":"${OLD.no}"}', 'r4'),
  ('${org}', '01900000-0000-7000-8000-000000000114', ${at}, 'request.answer_checklist', 'member', '${security}', 'session', 'request', '${OLD.request}', '[]', null, '{"item":"isolated","answer":"yes","note":"${OLD.note}"}', 'r5'),
  ('${org}', '01900000-0000-7000-8000-000000000115', ${at}, 'device.enroll', 'member', '${developer}', 'session', 'device', '${device}', '[]', null, '{"name":"laptop","platform":"linux","isNew":true}', 'r6');
`;
}
