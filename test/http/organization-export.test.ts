import { randomBytes } from "node:crypto";
import { type IncomingMessage, request } from "node:http";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { exportOrganization } from "#app/domain/keeping/export-organization.server.ts";
import { tarGz } from "#app/http/archive.server.ts";
import { openTestApp } from "#test/support/app.ts";
import type { Browser } from "#test/support/browser.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, type TestOrganization } from "#test/support/factories.ts";
import { unpack } from "#test/support/unpack.ts";

const database = openTestDatabase();
const app = openTestApp(database);

const here = (org: TestOrganization) => `/${org.slug}/settings/data/export`;

/** A post whose answer is read as a stream. */
function download(browser: Browser, path: string): Promise<IncomingMessage> {
  const cookie = [...browser.jar].map(([name, value]) => `${name}=${value}`).join("; ");
  return new Promise((resolve, reject) => {
    const asking = request(app.url + path, {
      method: "POST",
      headers: { Cookie: cookie, Origin: browser.origin, "Content-Length": 0 },
    });
    asking.on("response", resolve);
    asking.on("error", reject);
    asking.end();
  });
}

/** Megabytes that no compression makes small, so that the archive does not fit into any buffer on the way. */
async function fillWithNoise(org: TestOrganization, megabytes: number): Promise<void> {
  await database.admin`insert into free_text (org_id, id, text, about_kind, about_id, written_at)
    select ${org.id}, gen_random_uuid(), (select string_agg(md5(n::text || i::text || random()::text), '') from generate_series(1, 8000) i),
      'request', gen_random_uuid(), ${new Date()} from generate_series(1, ${megabytes * 4}) n`;
}

const turnsTaken = async () =>
  (
    await database.admin`select 1 from pg_locks
      where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`
  ).length;

test("an owner reads what is left out and gets the archive as a download", async () => {
  const org = await createOrganization(database.db);
  const owner = await app.signedIn(org.owner);
  const page = await owner.get(here(org));
  expect(page.text).toContain("Secrets you entered");
  const answer = await download(owner, `${here(org)}.tar.gz`);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers["content-type"]).toBe("application/gzip");
  expect(answer.headers["content-disposition"]).toMatch(
    /^attachment; filename="org-[0-9a-f]+-[\d-]+\.tar\.gz"$/,
  );
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part);
  const files = await unpack(Buffer.concat(parts));
  const [first = ""] = files.keys();
  const folder = first.split("/")[0];
  expect(files.get(`${folder}/member/000001.jsonl`)).toContain(org.owner.id);
  expect(JSON.parse(files.get(`${folder}/manifest.json`) ?? "")).toMatchObject({ organizationId: org.id });
});

test("a proof that is too old leads to the page that asks for one, and others are refused", async () => {
  const org = await createOrganization(database.db);
  const start = new Date();
  app.clock.now = start;
  const owner = await app.signedIn(org.owner);
  app.clock.now = new Date(start.getTime() + 11 * 60_000);
  expect(await owner.post(`${here(org)}.tar.gz`)).toMatchObject({ status: 303, location: here(org) });
  expect((await owner.get(here(org))).location).toContain("/account/proof");
  app.clock.now = undefined;
  const admin = await app.signedIn(await createMember(org, "admin"));
  expect((await admin.post(`${here(org)}.tar.gz`)).status).toBe(403);
});

test("a download that is broken off gives its connection and its turn back", async () => {
  const org = await createOrganization(database.db);
  await fillWithNoise(org, 40);
  const owner = await app.signedIn(org.owner);
  const answer = await download(owner, `${here(org)}.tar.gz`);
  await new Promise((resolve) => answer.once("readable", resolve));
  answer.read();
  expect((await owner.post(`${here(org)}.tar.gz`)).text).toContain(
    "An export of this organization is running",
  );
  answer.destroy();
  await expect.poll(turnsTaken, { timeout: 20_000 }).toBe(0);
  const again = await exportOrganization(as(org, org.owner, { now: new Date() }));
  await again.close();
}, 60_000);

test("an archive is made no faster than it is taken", async () => {
  let taken = 0;
  let closed = 0;
  async function* files() {
    for (;;) {
      taken += 1;
      yield { name: `${taken}`, body: randomBytes(1_000_000) };
    }
  }
  const close = async () => {
    closed += 1;
  };
  const gone = new AbortController();
  const stream = tarGz(
    "all",
    new Date(0),
    { files: files(), close },
    {
      signal: gone.signal,
      drained: () => Promise.resolve(),
    },
  );
  const reader = stream.getReader();
  let bytes = 0;
  while (bytes < 5_000_000) bytes += (await reader.read()).value?.length ?? 0;
  for (let turn = 0; turn < 100; turn++) await setImmediate();
  expect(taken).toBeGreaterThan(4);
  expect(taken).toBeLessThan(9);
  gone.abort();
  while (!(await reader.read()).done);
  expect(closed).toBe(1);
});

test("an archive whose source fails breaks off instead of ending as if it were whole", async () => {
  async function* files() {
    yield { name: "1", body: randomBytes(3_000_000) };
    throw new Error("The database is away.");
  }
  const stream = tarGz(
    "all",
    new Date(0),
    { files: files(), close: async () => undefined },
    {
      signal: new AbortController().signal,
      drained: () => Promise.resolve(),
    },
  );
  await expect(new Response(stream).arrayBuffer()).rejects.toThrow(/database is away/);
});
