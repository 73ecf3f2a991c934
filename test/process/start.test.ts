import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { networkInterfaces, tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterEach, describe, expect, inject, test } from "vitest";
import { startEmbedded } from "#app/db/embedded.server.ts";
import { processBirth } from "#app/db/embedded-lock.server.ts";
import { choosePlace } from "#app/db/embedded-place.server.ts";
import { copyProduct } from "./support/copy-product.ts";
import { eventually, freshState, NOBODY, READY, signalGroup, startProduct } from "./support/run-product.ts";

const isRoot = process.getuid?.() === 0;
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function newState(account?: typeof NOBODY): Promise<string> {
  const { folder, remove } = await freshState(account);
  cleanups.push(remove);
  return folder;
}

async function start(options: Partial<Parameters<typeof startProduct>[0]> & { state: string }) {
  const started = await startProduct({ product: inject("productFolder"), ...options });
  cleanups.push(async () => {
    if (started.child.exitCode !== null || started.child.signalCode !== null) return;
    started.child.kill("SIGKILL");
    await started.ends();
  });
  return started;
}

/** The home of a product's cluster: root's lives elsewhere, also when this test runs as root and the product does not. */
async function homeOf(state: string): Promise<string> {
  return isRoot && (await stat(state)).uid === 0 ? (await choosePlace(state)).home : state;
}

async function dataOf(state: string): Promise<{ dataDir: string; pid: number; port: number }> {
  const dataDir = path.join(await homeOf(state), "postgresql");
  const lines = (await readFile(path.join(dataDir, "postmaster.pid"), "utf8")).split("\n");
  return { dataDir, pid: Number(lines[0]), port: Number(lines[3]) };
}

type Role = "owner" | "runtime";

/** What a role sees in the database of a running product. */
async function inDatabase<T>(
  state: string,
  work: (sql: postgres.Sql) => Promise<T>,
  role: Role = "owner",
): Promise<T> {
  const passwords = JSON.parse(await readFile(path.join(await homeOf(state), "passwords.json"), "utf8"));
  const { port } = await dataOf(state);
  const sql = postgres(`postgres://castellan_${role}:${passwords[role]}@127.0.0.1:${port}/castellan`, {
    max: 1,
  });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function statusOf(url: string): Promise<number> {
  return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).status;
}

async function tellsTheWholeStory(product: string, state: string, account?: typeof NOBODY): Promise<void> {
  const first = await start({ product, state, ...(account ? { account } : {}) });
  const banner = await first.prints(READY);
  expect(banner).toContain(`http://localhost:${first.port}`);
  expect(banner).toContain("npm run -s castellan -- scan");
  expect(banner).toContain(`node castellan.mjs enroll http://localhost:${first.port}`);
  expect(banner).toMatch(/Next {2,}/);
  const password = /Password +(\S{16,})\n/.exec(banner)?.[1] ?? "";
  const kept = path.join(await homeOf(state), "demo-sign-in.json");
  expect(await readFile(kept, "utf8")).toContain(password);
  expect((await stat(kept)).mode & 0o777).toBe(0o600);
  expect(await statusOf(`${first.url}/health`)).toBe(200);
  expect(await statusOf(`${first.url}/ready`)).toBe(200);
  await inDatabase(state, (sql) => sql`create table kept as select 42 as answer`);
  const { dataDir, pid } = await dataOf(state);
  signalGroup(first, "SIGINT");
  expect(await first.ends()).toBe(0);
  expect(await processBirth(pid)).toBe(undefined);
  expect(existsSync(path.join(dataDir, "postmaster.pid"))).toBe(false);

  const begin = performance.now();
  const second = await start({ product, state, ...(account ? { account } : {}) });
  const later = await second.prints(READY);
  expect(later).toContain(`in ${kept}`);
  expect(later).not.toContain(password);
  expect(performance.now() - begin).toBeLessThan(20_000);
  expect(await inDatabase(state, (sql) => sql`select answer from kept`)).toEqual([{ answer: 42 }]);
  signalGroup(second, "SIGTERM");
  expect(await second.ends()).toBe(0);
}

describe("a fresh copy", () => {
  test("as an ordinary user: starts, stops with Ctrl-C to the whole group, PostgreSQL included, and keeps its data", async () => {
    const account = isRoot ? NOBODY : undefined;
    const state = await newState(account);
    await tellsTheWholeStory(inject("productFolder"), state, account);
    if (!isRoot) expect((await stat(state)).mode & 0o777).toBe(0o700);
  });

  test("in a folder only its owner may enter: the same, and as root PostgreSQL runs under another account", async () => {
    const locked = await mkdtemp(path.join(tmpdir(), "castellan-locked-"));
    cleanups.push(() => rm(locked, { recursive: true, force: true }));
    await chmod(locked, 0o700);
    const product = path.join(locked, "product");
    await copyProduct(inject("productFolder"), product);
    const state = path.join(product, ".castellan");
    cleanups.push(() => removeState(state));
    await tellsTheWholeStory(product, state);
    const { dataDir } = await choosePlace(state);
    expect((await stat(dataDir)).uid).not.toBe(0);
  });
});

async function removeState(state: string): Promise<void> {
  const { home } = await choosePlace(state);
  await rm(home, { recursive: true, force: true });
}

test("listens on loopback only unless HOST is set", async () => {
  const started = await start({ state: await newState() });
  await started.prints(READY);
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === "IPv4" && !address.internal);
  expect(await statusOf(`${started.url}/health`)).toBe(200);
  if (outside) await expect(fetch(`http://${outside.address}:${started.port}/health`)).rejects.toThrow();
});

test("after kill -9 of the server the next start takes its database over and nothing acknowledged is lost", async () => {
  const state = await newState();
  const first = await start({ state });
  await first.prints(READY);
  await inDatabase(state, (sql) => sql`create table kept as select generate_series(1, 100) as n`);
  first.child.kill("SIGKILL");
  await first.ends();
  const second = await start({ state });
  expect(await second.prints(READY)).toContain("taken over");
  expect(await inDatabase(state, (sql) => sql`select count(*)::int as n from kept`)).toEqual([{ n: 100 }]);
  const { pid } = await dataOf(state);
  signalGroup(second, "SIGINT");
  expect(await second.ends()).toBe(0);
  expect(await processBirth(pid)).toBe(undefined);
});

test("after kill -9 of PostgreSQL the server stays up, says it is not ready, and recovers with everything acknowledged", async () => {
  const state = await newState();
  const started = await start({ state });
  await started.prints(READY);
  await inDatabase(state, (sql) => sql`create table kept as select generate_series(1, 100) as n`);
  const { pid } = await dataOf(state);
  process.kill(pid, "SIGKILL");
  await eventually(async () => ((await dataOf(state)).pid === pid ? undefined : true));
  await eventually(async () => ((await statusOf(`${started.url}/ready`)) === 200 ? true : undefined));
  expect(await statusOf(`${started.url}/health`)).toBe(200);
  expect(await inDatabase(state, (sql) => sql`select count(*)::int as n from kept`)).toEqual([{ n: 100 }]);
});

test("a second start in one folder says which process runs, and disturbs nothing", async () => {
  const state = await newState();
  const first = await start({ state });
  await first.prints(READY);
  const second = await start({ state });
  expect(await second.ends()).toBe(1);
  expect(second.output()).toContain(`already runs from ${state} (process ${first.child.pid})`);
  expect(await statusOf(`${first.url}/ready`)).toBe(200);
});

test("a first start that was killed while it made the demo organization starts over with exactly one", async () => {
  const state = await newState();
  const { home } = await choosePlace(state);
  const first = await start({ state });
  await eventually(async () => (existsSync(path.join(home, "demo-sign-in.json")) ? true : undefined));
  first.child.kill("SIGKILL");
  await first.ends();
  const kept = JSON.parse(await readFile(path.join(home, "demo-sign-in.json"), "utf8"));
  const second = await start({ state });
  const banner = await second.prints(READY);
  const organizations = await inDatabase(
    state,
    (sql) => sql`select count(*)::int as n from lookup_organization_ids()`,
    "runtime",
  );
  expect(organizations).toEqual([{ n: 1 }]);
  if (kept.state === "making") expect(banner).not.toContain(kept.password);
});

test("of two starts at the same moment one runs and the other says who", async () => {
  const state = await newState();
  const both = await Promise.all([start({ state }), start({ state })]);
  const loser = await Promise.any(
    both.map(async (one) => {
      const code = await one.ends();
      if (code !== 1) throw new Error(one.output());
      return one;
    }),
  );
  const winner = both.find((one) => one !== loser);
  expect(loser.output()).toContain(`(process ${winner?.child.pid})`);
  await winner?.prints(READY);
});

test("the operator makes an organization beside a running server and without one, one line of JSON on standard output", async () => {
  const state = await newState();
  const args = [
    "admin",
    "create-organization",
    "--name",
    "Acme",
    "--owner-email",
    "owner@acme.example",
    "--json",
  ];
  const alone = await start({ state, args });
  expect(await alone.ends()).toBe(0);
  expect(JSON.parse(alone.results())).toMatchObject({
    organization: { slug: "acme" },
    apiKey: expect.any(String),
  });
  const { home } = await choosePlace(state);
  expect(existsSync(path.join(home, "postgresql/postmaster.pid"))).toBe(false);

  const server = await start({ state });
  await server.prints(READY);
  const beside = await start({ state, args });
  expect(await beside.ends()).toBe(0);
  expect(JSON.parse(beside.results())).toMatchObject({ organization: { slug: "acme-2" } });
  expect(await statusOf(`${server.url}/ready`)).toBe(200);
});

test("a taken port gets a sentence, and the database does not stay behind", async () => {
  const first = await start({ state: await newState() });
  await first.prints(READY);
  const state = await newState();
  const second = await start({ state, port: first.port });
  expect(await second.ends()).toBe(1);
  expect(second.output()).toContain(`Port ${first.port} on 127.0.0.1 is taken`);
  const { dataDir } = await choosePlace(state);
  expect(existsSync(path.join(dataDir, "postmaster.pid"))).toBe(false);
});

test("a wrong variable ends the start with one sentence that names it", async () => {
  const started = await start({ state: await newState(), env: { TRUST_PROXY: "1", LOG_LEVEL: "loud" } });
  expect(await started.ends()).toBe(1);
  expect(started.output()).toMatch(/The environment variable LOG_LEVEL is wrong: .+\.\n/);
});

test("a database somebody brought is migrated as its owner, used as the runtime role, and never gets demo data", async () => {
  const theirs = await startEmbedded(await newState(), { fast: true });
  cleanups.push(() => theirs.stop());
  const key = Buffer.alloc(32, 7).toString("base64");
  const env = { DATABASE_URL: theirs.runtimeUrl, DATABASE_OWNER_URL: theirs.ownerUrl, CASTELLAN_KEY: key };
  const started = await start({ state: await newState(), env });
  const banner = await started.prints(READY);
  expect(banner).not.toContain("Password");
  expect(await statusOf(`${started.url}/ready`)).toBe(200);
  const superuser = new URL(theirs.superuserUrl);
  superuser.pathname = new URL(theirs.ownerUrl).pathname;
  const sql = postgres(superuser.toString(), { max: 1 });
  const counted = await sql`select count(*)::int as n from organization`;
  await sql.end();
  expect(counted).toEqual([{ n: 0 }]);
  signalGroup(started, "SIGTERM");
  expect(await started.ends()).toBe(0);
  const strong = await start({
    state: await newState(),
    env: { DATABASE_URL: superuser.toString(), CASTELLAN_KEY: key },
  });
  expect(await strong.ends()).toBe(1);
  expect(strong.output()).toContain("row-level security would not hold");
});

test("the sealing key is replaced: the former one is forgotten only after a sweep sealed everything anew", async () => {
  const state = await newState();
  const admin = async (command: string) => {
    const run = await start({ state, args: ["admin", command] });
    return { code: await run.ends(), output: run.output() };
  };
  const first = await start({ state });
  await first.prints(READY);
  signalGroup(first, "SIGTERM");
  expect(await first.ends()).toBe(0);
  expect((await admin("replace-key")).code).toBe(0);
  const early = await admin("forget-former-keys");
  expect(early).toMatchObject({ code: 1, output: expect.stringContaining("still sealed with a former key") });
  const second = await start({ state });
  await second.prints(READY);
  await expect
    .poll(async () => (await admin("forget-former-keys")).code, { timeout: 90_000, interval: 2_000 })
    .toBe(0);
  const { home } = await choosePlace(state);
  expect(existsSync(path.join(home, "sealing.former"))).toBe(false);
});
