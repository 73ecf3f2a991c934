import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { z } from "zod";
import { closeDatabase, type Database, openDatabase } from "#app/db/client.server.ts";
import { migrate } from "#app/db/migrate.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { listAuditEvents } from "#app/domain/audit/audit-queries.server.ts";
import { getText } from "#app/domain/audit/free-text-queries.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { mayCall } from "#app/domain/grants/may-call.server.ts";
import { checkSignIn } from "#app/domain/identity/check-sign-in.server.ts";
import { hashPassword } from "#app/domain/identity/password.server.ts";
import { listCredentials } from "#app/domain/inventory/credential-queries.server.ts";
import { listInstallations } from "#app/domain/inventory/inventory-queries.server.ts";
import { readCredentials } from "#app/domain/inventory/read-credentials.server.ts";
import type { Role } from "#app/domain/permissions.ts";
import { getRequest } from "#app/domain/requests/request-detail-queries.server.ts";
import { repositoryRoot } from "#app/env.server.ts";
import { firstStepRows, OLD } from "#test/support/first-step-rows.ts";

const KeptText = z.object({ id: z.string(), hash: z.string() });
const FIRST_STEP = 5;
const NOW = new Date("2026-11-21T12:00:00Z");
const PASSWORD = "a password from before";
const name = `upgrade_${process.pid}_${Date.now()}`;
const urlOf = (base: string) => Object.assign(new URL(base), { pathname: `/${name}` }).toString();

let db: Database;
let folder = "";

/** The migrations of the first release, then its rows, then whatever came since. */
beforeAll(async () => {
  const superuser = postgres(inject("superuserUrl"), { max: 1, onnotice: () => undefined });
  await superuser.unsafe(`create database ${name} owner castellan_owner`);
  await superuser.end();
  folder = await mkdtemp(path.join(tmpdir(), "castellan-upgrade-"));
  await cp(path.join(repositoryRoot(), "drizzle"), folder, { recursive: true });
  const file = path.join(folder, "meta/_journal.json");
  const journal: { entries: unknown[] } = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, FIRST_STEP) }));
  await migrate(urlOf(inject("ownerUrl")), folder);
  const admin = postgres(urlOf(inject("superuserUrl")), { max: 1, onnotice: () => undefined });
  await admin.unsafe(firstStepRows(await hashPassword(PASSWORD)));
  await admin.end();
  await migrate(urlOf(inject("ownerUrl")));
  db = openDatabase(urlOf(inject("runtimeUrl")), { max: 4 });
});

afterAll(async () => {
  if (db) await closeDatabase(db);
  const superuser = postgres(inject("superuserUrl"), { max: 1, onnotice: () => undefined });
  await superuser.unsafe(`drop database if exists ${name} with (force)`);
  await superuser.end();
  await rm(folder, { recursive: true, force: true });
});

const edge = () => ({ db, now: NOW, requestId: "test-upgrade", from: null });

function as(memberId: string, accountId: string, role: Role): MemberCtx {
  const actor = { memberId, accountId, role, name: "somebody", via: "session" as const, scopes: null };
  return { ...edge(), orgId: OLD.org, actor: { kind: "member", provedAt: NOW, ...actor } };
}

const owner = () => as(OLD.owner, OLD.ownerAccount, "owner");

test("people of the first release sign in with the password they had", async () => {
  expect(await checkSignIn(edge(), { email: "owner@old.test", password: PASSWORD })).toMatchObject({
    accountId: OLD.ownerAccount,
  });
  expect(await checkSignIn(edge(), { email: "owner@old.test", password: "another one" })).toBeUndefined();
});

test("what was approved is approved and may be called, what was not is refused", async () => {
  const listed = await listInstallations(owner(), {}, { page: 1, perPage: 50, sort: "need" });
  expect(listed.rows.map(({ id, standing }) => ({ id, standing }))).toEqual([
    { id: OLD.installation, standing: "approved" },
  ]);
  expect(listed.total).toBe(1);
  const call = { server: "npm:@old/sentry", memberId: OLD.developer, installationId: OLD.installation };
  expect((await mayCall(owner(), { ...call, tool: "search" })).reason).toBe("allowed");
  expect((await mayCall(owner(), { ...call, tool: "delete" })).allowed).toBe(false);
});

test("requests, what was asked and said about them, and the record of them are all there", async () => {
  const request = JSON.stringify(await getRequest(owner(), OLD.request));
  for (const text of [OLD.reason, OLD.because, "Which project?", "Checkout"]) expect(request).toContain(text);
  expect(JSON.stringify(await getRequest(owner(), OLD.denied))).toContain(OLD.no);
  const { rows } = await listAuditEvents(owner(), {}, { limit: 10 });
  expect(rows.map((row) => row.verb).sort()).toEqual([
    "device.enroll",
    "request.answer_checklist",
    "request.approve",
    "request.deny",
    "team.create",
  ]);
});

test("no reason, note or laptop's name is in the record any more, which proves each text by a salted hash", async () => {
  const { rows } = await listAuditEvents(owner(), {}, { limit: 10 });
  const record = JSON.stringify(rows);
  for (const text of [OLD.because, OLD.no, OLD.note, "laptop"]) expect(record).not.toContain(text);
  const kept = rows.flatMap((row) => KeptText.safeParse(row.after?.reason ?? row.after?.note).data ?? []);
  expect(kept).toHaveLength(2);
  for (const { id, hash } of kept) expect((await getText(owner(), id)).hash).toBe(hash);
  const [decided] = await inTransaction(owner(), (tx) =>
    tx.execute(
      sql`select reason_hash as hash, reason_id as id from decision where request_id = ${OLD.denied}`,
    ),
  );
  expect(kept).toContainEqual(decided);
  const frozen = await inTransaction(owner(), (tx) => tx.execute(sql`select evidence from decision`));
  expect(JSON.stringify([...frozen])).not.toContain(OLD.note);
  expect(JSON.stringify(await getRequest(owner(), OLD.request))).toContain(OLD.note);
});

test("migrating once more changes nothing", async () => {
  await migrate(urlOf(inject("ownerUrl")));
  expect((await listInstallations(owner(), {}, { page: 1, perPage: 50, sort: "need" })).total).toBe(1);
});

test("secrets reported to the first release are in the register once the sweep has read them", async () => {
  const page = { page: 1, perPage: 50 };
  expect(await listCredentials(owner(), {}, page)).toMatchObject({ total: 0, unread: 1 });
  const system = { ...edge(), orgId: OLD.org, actor: { kind: "system" as const, job: "sweep" } };
  expect(await readCredentials(system, { limit: 5 })).toEqual({ read: 1 });
  expect(await listCredentials(owner(), {}, page)).toMatchObject({
    rows: [{ state: "plain", provider: "sentry", names: ["env.SENTRY_AUTH_TOKEN"], installations: 1 }],
    unread: 0,
  });
});
