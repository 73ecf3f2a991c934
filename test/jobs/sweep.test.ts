import { randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { beforeAll, expect, test } from "vitest";
import { setSealingKey } from "#app/db/sealing-key.server.ts";
import { sweep } from "#app/jobs/sweep.server.ts";
import { placeGrant, placeServer } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  auditEvents,
  createMember,
  createOrganization,
  NOON,
  type TestOrganization,
} from "#test/support/factories.ts";
import { noMail } from "#test/support/smtp.ts";

const database = openTestDatabase();
beforeAll(() => setSealingKey(randomBytes(32)));
const HOUR = 3_600_000;

async function sweepAt(now: Date): Promise<unknown[]> {
  const errors: unknown[] = [];
  await sweep({ db: database.db, now: () => now, ...noMail, onError: (error) => errors.push(error) });
  return errors;
}

async function keepAnswer(org: TestOrganization, until: Date): Promise<void> {
  await database.admin`insert into idempotency_key (org_id, member_id, route, key, body_hash, created_at, expires_at)
    values (${org.id}, ${org.owner.id}, 'POST /teams', ${uuidv7()}, 'x', ${NOON}, ${until})`;
}

async function answersOf(org: TestOrganization): Promise<number> {
  const rows = await database.admin`select 1 from idempotency_key where org_id = ${org.id}`;
  return rows.length;
}

test("a sweep forgets the answers whose time is over, in every organization, and no other", async () => {
  const first = await createOrganization(database.db);
  const second = await createOrganization(database.db);
  for (const org of [first, second]) {
    await keepAnswer(org, new Date(NOON.getTime() + HOUR));
    await keepAnswer(org, new Date(NOON.getTime() + 3 * HOUR));
  }
  expect(await sweepAt(new Date(NOON.getTime() + 2 * HOUR))).toEqual([]);
  expect([await answersOf(first), await answersOf(second)]).toEqual([1, 1]);
});

test("a sweep ends sessions past their idle or their absolute end, and leaves the living", async () => {
  const org = await createOrganization(database.db);
  const at = (hours: number) => new Date(NOON.getTime() + hours * HOUR);
  const sessions = [
    { name: "idle", idle: at(1), absolute: at(100) },
    { name: "old", idle: at(100), absolute: at(1) },
    { name: "alive", idle: at(100), absolute: at(100) },
  ];
  for (const { name, idle, absolute } of sessions)
    await database.admin`insert into session (id, id_hash, account_id, created_at, last_seen_at, proved_at, idle_expires_at, absolute_expires_at)
      values (gen_random_uuid(), ${`${org.slug} ${name}`}, ${org.owner.accountId}, ${NOON}, ${NOON}, ${NOON}, ${idle}, ${absolute})`;
  await sweepAt(at(2));
  const left = await database.admin<{ id_hash: string }[]>`
    select id_hash from session where account_id = ${org.owner.accountId}`;
  expect(left.map((row) => row.id_hash)).toEqual([`${org.slug} alive`]);
});

test("a sweep notes a grant that ended and expires a request nobody decided, once each, when their time has come", async () => {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  const { id: serverId } = await placeServer(org);
  const at = (hours: number) => new Date(NOON.getTime() + hours * HOUR);
  await placeGrant(org, { serverId, memberId: developer.id, grantedBy: org.owner.id, endsAt: at(1) });
  await database.admin`insert into request (org_id, id, server_id, requester_id, member_id, environment, reason, ends_at, state, submitted_at, expires_at)
    values (${org.id}, ${uuidv7()}, ${serverId}, ${developer.id}, ${developer.id}, 'development', 'work', ${at(100)}, 'pending_approval', ${NOON}, ${at(1)})`;
  await sweepAt(at(0.5));
  expect(await auditEvents(org)).toEqual([]);
  await sweepAt(at(2));
  await sweepAt(at(3));
  const verbs = (await auditEvents(org)).map((event) => event.verb);
  expect(verbs.sort()).toEqual(["grant.end", "request.expire"]);
});

test("one organization's trouble keeps no other from its turn, and the sweep says that it failed", async () => {
  const broken = await createOrganization(database.db);
  const fine = await createOrganization(database.db);
  for (const org of [broken, fine]) await keepAnswer(org, NOON);
  await database.admin.unsafe(`create function refuse() returns trigger language plpgsql as $$
    begin if old.org_id = '${broken.id}' then raise exception 'refused'; end if; return old; end $$;
    create trigger refuse before delete on idempotency_key for each row execute function refuse()`);
  await expect(sweepAt(NOON)).rejects.toThrow("1 chores of this sweep failed.");
  expect([await answersOf(broken), await answersOf(fine)]).toEqual([1, 0]);
  await database.admin.unsafe("drop trigger refuse on idempotency_key; drop function refuse()");
});
