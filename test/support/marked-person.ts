import type postgres from "postgres";
import { uuidv7 } from "uuidv7";
import { NOON, type TestMember, type TestOrganization } from "#test/support/factories.ts";

/** Columns of every kind that can hold text, of tables of the product and of the queue. */
export type TextColumn = { table: string; column: string };

export function listTextColumns(admin: postgres.Sql): Promise<TextColumn[]> {
  return admin<TextColumn[]>`
    select c.relname as table, a.attname as column from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and (c.relname = 'organization' or exists (select 1 from pg_attribute o where o.attrelid = c.oid and o.attname = 'org_id'))
      and a.atttypid::regtype::text in
        ('text', 'text[]', 'json', 'jsonb', 'character varying', 'character varying[]', 'jsonb[]', 'bytea', 'xml', 'name')
    order by 1, 2`;
}

/** Every table and column of the whole database, the queue's too, in which a text stands. */
export async function findText(admin: postgres.Sql, text: string): Promise<string[]> {
  const columns = await admin<{ table: string; column: string }[]>`
    select a.attrelid::regclass::text as table, quote_ident(a.attname) as column from pg_attribute a
    join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'pgboss') and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
    order by 1, 2`;
  const found: string[] = [];
  for (const { table, column } of columns) {
    const rows = await admin.unsafe(
      `select 1 from ${table} where strpos(lower(${column}::text), lower($1)) > 0 limit 1`,
      [text],
    );
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  return found;
}

/** Puts a person's name, address and words into every place that can hold them, as a superuser no foreign key stops. */
export async function placeTraces(
  admin: postgres.Sql,
  org: TestOrganization,
  who: TestMember,
  marker: string,
): Promise<void> {
  const email = `${marker}@example.test`.toLowerCase();
  const rows: Record<string, Record<string, unknown>[]> = {
    look: [
      {
        id: uuidv7(),
        server_id: uuidv7(),
        place: "device",
        state: "could_not_look",
        // the words of a server, such as a folder of the machine it was asked on
        reason: `it said: /home/${marker.toLowerCase()}/server.js is not there`,
        needs: [],
        asked_by: who.id,
        asked_at: NOON,
        ended_at: NOON,
      },
    ],
    notice: [
      {
        id: uuidv7(),
        member_id: who.id,
        kind: "request_waits",
        subject_kind: "request",
        subject_id: uuidv7(),
        facts: { said: marker },
        batch: marker,
        events: 1,
        at: NOON,
        told_at: NOON,
        mail: "none",
      },
    ],
    notice_telling: [{ member_id: who.id, key: `key ${marker}`, notice_id: uuidv7() }],
    notice_digest: [{ id: uuidv7(), member_id: who.id, cadence: "daily", due_at: NOON, state: "sent" }],
    notice_preference: [{ member_id: who.id, notice_group: "alerts", mail: "none", set_at: NOON }],
    mail_refusal: [{ address: email, why: "SMTP 550", refused_at: NOON }],
    idempotency_key: [
      keyRow(who.id, { said: marker }),
      keyRow(org.owner.id, { invited: { email, name: `Dr. ${marker}` } }),
    ],
    search_term: [
      { kind: "member", term: marker.toLowerCase(), subject_id: who.id },
      { kind: "member", term: email, subject_id: who.id },
    ],
    invitation: [
      invitationRow(org, email, marker, { accepted_by: who.id, accepted_at: NOON }),
      invitationRow(org, email.toUpperCase(), marker, {}),
    ],
    openid_identity: [
      {
        id: uuidv7(),
        issuer: "https://login.example.test",
        subject: marker,
        account_id: who.accountId,
        opens: true,
        linked_at: NOON,
        last_used_at: NOON,
      },
    ],
    member_import_line: [
      {
        import_id: uuidv7(),
        line: 2,
        email,
        name: marker,
        role: "member",
        teams: [],
        team_ids: [],
        outcome: "refused",
        why: `${marker} left`,
      },
    ],
    scim_user: [
      {
        id: uuidv7(),
        member_id: who.id,
        external_id: marker,
        user_name: marker,
        email: `other-${email}`,
        given_name: marker,
        family_name: marker,
        created_at: NOON,
        changed_at: NOON,
      },
    ],
    openid_flow: [
      flowRow({ account_id: who.accountId, return_to: `/${marker}` }),
      flowRow({ waiting: { subject: "x", email, name: marker, groups: [] } }),
    ],
    device: [
      {
        id: uuidv7(),
        member_id: who.id,
        name: `${marker}'s laptop`,
        platform: "linux",
        kind: "enrolled",
        key_hash: uuidv7(),
        enrolled_at: NOON,
        credential_rules: 1,
      },
    ],
    api_key: [
      {
        id: uuidv7(),
        member_id: who.id,
        name: `${marker} laptop`,
        prefix: "csk_",
        key_hash: uuidv7(),
        scopes: ["read"],
        created_at: NOON,
        expires_at: NOON,
      },
    ],
    advisory_import: [
      {
        id: uuidv7(),
        source: "file",
        name: `${marker}.jsonl`,
        state: "done",
        created_by: uuidv7(),
        created_at: NOON,
        read: 0,
        added: 0,
        changed: 0,
        unchanged: 0,
        older: 0,
        withdrawn: 0,
        odd: 0,
        notes: [],
      },
    ],
    registry_import: [
      {
        id: uuidv7(),
        registry_id: uuidv7(),
        state: "done",
        file_name: `${marker}.json`,
        tries: 0,
        pages: 1,
        seen: 0,
        added: 0,
        changed: 0,
        unchanged: 0,
        refused: 0,
        removed: 0,
        oddities: 0,
        created_at: NOON,
        ended_at: NOON,
      },
    ],
    publisher_word: [
      {
        id: uuidv7(),
        identity: `npm:${uuidv7()}`,
        publisher: `${marker} and friends`,
        relation: "third_party",
        reason_id: uuidv7(),
        given_at: NOON,
        given_by: org.owner.id,
      },
    ],
    agent: [
      agentRow(who.id, { purpose: `Writes notes. Ask ${marker} about it.`, name: `Notes ${uuidv7()}` }),
      agentRow(org.owner.id, {
        name: "Retired",
        retired_at: NOON,
        retired_by: who.id,
        retire_reason: `I, ${marker}, no longer need it.`,
      }),
      agentRow(org.owner.id, { name: "Gone", retired_at: NOON, retire_reason: `As ${email} asked.` }),
    ],
    free_text: [
      textRow(who.id, `${marker} wrote this.`),
      textRow(org.owner.id, `About them, unnamed: ${marker}.`, { about_kind: "member", about_id: who.id }),
      textRow(org.owner.id, `Because (${marker}) left; see ${email}, too.`),
    ],
  };
  const request = uuidv7();
  const device = String(rows.device?.[0]?.id);
  const installation = uuidv7();
  const scan = uuidv7();
  const asked = uuidv7();
  rows.request = [
    requestRow(request, who.id, `I, ${marker}, need it.`, {
      kind: "drift",
      installation_id: installation,
      launch_drift_id: asked,
      grant_id: uuidv7(),
    }),
    requestRow(uuidv7(), org.owner.id, `For what ${marker} did.`),
  ];
  rows.request_message = [
    messageRow(request, who.id, `${marker} says so.`),
    messageRow(request, org.owner.id, `Dear ${marker}, why?`),
  ];
  rows.scan = [
    { id: scan, device_id: device, at: NOON, collector_version: marker, entries: 1, hash: marker },
  ];
  rows.scanned_file = [
    {
      device_id: device,
      client: "cursor",
      scope: "user",
      path: `~/${marker}`,
      outcome: "could_not_look",
      problem: marker,
      notes: [marker],
      scan_id: scan,
      looked_at: NOON,
    },
  ];
  rows.installation = [
    installationRow(installation, device, who.id, marker),
    installationRow(uuidv7(), device, who.id, `other ${marker}`),
  ];
  const credential = uuidv7();
  rows.credential = [
    {
      id: credential,
      kind: "github-token",
      kind_from: "value",
      provider: "github",
      is_compared: true,
      state: "plain",
      rank: 1,
      installations: 1,
      holders: 1,
      first_seen_at: NOON,
      last_seen_at: NOON,
    },
  ];
  rows.credential_place = [
    {
      id: uuidv7(),
      credential_id: credential,
      installation_id: installation,
      server_id: uuidv7(),
      member_id: who.id,
      device_id: device,
      client: "cursor",
      form: "secret",
      places: [`env.${marker}`],
      reference: `{file:~/${marker}}`,
      account: marker,
      first_seen_at: NOON,
      last_seen_at: NOON,
    },
  ];
  rows.search_term?.push({ kind: "credential", term: marker.toLowerCase(), subject_id: credential });
  rows.launch_drift = [
    launchDriftRow(asked, installation, marker),
    launchDriftRow(uuidv7(), installation, marker),
  ];
  rows.finding_acceptance = [
    {
      id: uuidv7(),
      reach: "finding",
      rule: "unpinned",
      server_id: uuidv7(),
      installation_id: installation,
      where_in_file: marker,
      subject_hash: marker,
      reason_id: uuidv7(),
      accepted_at: NOON,
      accepted_by: org.owner.id,
      ends_at: NOON,
    },
  ];
  rows.finding = [
    {
      id: uuidv7(),
      installation_id: installation,
      server_id: uuidv7(),
      rule: "unpinned",
      severity: "medium",
      severity_rank: 2,
      where_in_file: marker,
      sentence: marker,
      remedy: marker,
      source: "launch",
      subject_hash: marker,
      first_seen_at: NOON,
    },
  ];
  await admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update member set name = ${marker}, email = ${email} where org_id = ${org.id} and id = ${who.id}`;
    for (const [table, list] of Object.entries(rows)) {
      for (const row of list) {
        await tx`insert into ${tx(table)} select * from jsonb_populate_record(null::${tx(table)}, ${tx.json({ org_id: org.id, ...row } as postgres.JSONValue)})`;
      }
    }
  });
}

const keyRow = (member_id: string, response: unknown) => ({
  member_id,
  route: "POST /x",
  key: uuidv7(),
  body_hash: "x",
  status: 201,
  response,
  created_at: NOON,
  expires_at: NOON,
});

const invitationRow = (org: TestOrganization, email: string, name: string, over: object) => ({
  id: uuidv7(),
  email,
  name,
  role: "member",
  team_ids: [],
  token_hash: uuidv7(),
  invited_by: org.owner.id,
  created_at: NOON,
  expires_at: NOON,
  mails: 0,
  ...over,
});

const flowRow = (over: object) => ({
  id: uuidv7(),
  purpose: "sign_in",
  state_hash: uuidv7(),
  browser_hash: uuidv7(),
  created_at: NOON,
  expires_at: NOON,
  ...over,
});

const agentRow = (owner_id: string, over: object) => ({
  id: uuidv7(),
  purpose: "Works.",
  owner_id,
  environment: "development",
  review_by: NOON,
  created_at: NOON,
  created_by: owner_id,
  ...over,
});

const textRow = (author_id: string, text: string, over: object = {}) => ({
  id: uuidv7(),
  text,
  salt: "5".repeat(64),
  author_id,
  about_kind: "request",
  about_id: uuidv7(),
  written_at: NOON,
  ...over,
});

const requestRow = (id: string, requester_id: string, reason: string, over: object = {}) => ({
  id,
  kind: "access",
  server_id: uuidv7(),
  requester_id,
  member_id: requester_id,
  environment: "development",
  reason,
  ends_at: NOON,
  state: "approved",
  submitted_at: NOON,
  expires_at: NOON,
  ...over,
});

const messageRow = (request_id: string, author_id: string, body: string) => ({
  id: uuidv7(),
  request_id,
  author_id,
  kind: "question",
  body,
  at: NOON,
});

const launchDriftRow = (id: string, installation_id: string, marker: string) => ({
  id,
  installation_id,
  server_id: uuidv7(),
  found_server_id: uuidv7(),
  change: "launch_changed",
  class: "re_approve",
  approved_launch: { transport: "stdio", command: marker, args: [], env: [], headers: [] },
  found_launch: { transport: "stdio", command: `other ${marker}`, args: [], env: [], headers: [] },
  approved_way: marker,
  found_way: `other ${marker}`,
  found_at: NOON,
  ended_at: NOON,
});

const installationRow = (id: string, device_id: string, member_id: string, marker: string) => ({
  id,
  device_id,
  member_id,
  server_id: uuidv7(),
  client: "cursor",
  scope: "project",
  path: `~/${marker}/mcp.json`,
  name: marker,
  launch: {
    transport: "stdio",
    command: "npx",
    args: [{ kind: "plain", text: marker }],
    env: [],
    headers: [],
  },
  launch_hash: marker,
  transport: "stdio",
  is_enabled: true,
  pinned_seen: false,
  environment: "development",
  first_seen_at: NOON,
  last_seen_at: NOON,
});
