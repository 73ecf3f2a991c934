import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";
import { closeDatabase, type Database, openDatabase } from "#app/db/client.server.ts";

type TestDatabase = {
  /** A pool as the runtime role, the only one the product ever uses. */
  readonly db: Database;
  readonly runtimeUrl: string;
  /** As the role that owns the tables: for reading PostgreSQL's own catalog. */
  readonly ownerUrl: string;
  /** Superuser: for setting a scene no verb can, and for looking behind the wall. */
  readonly admin: postgres.Sql;
};

function urlOf(base: string, database: string): string {
  const url = new URL(base);
  url.pathname = `/${database}`;
  return url.toString();
}

/** A database of this test file's own, cloned from the migrated template and dropped at the end. */
export function openTestDatabase(): TestDatabase {
  const name = `test_${randomBytes(8).toString("hex")}`;
  const superuserUrl = inject("superuserUrl");
  let db: Database | undefined;
  let admin: postgres.Sql | undefined;
  beforeAll(async () => {
    const maintenance = postgres(superuserUrl, { max: 1 });
    await maintenance.unsafe(`create database ${name} template castellan`);
    await maintenance.end();
    db = openDatabase(urlOf(inject("runtimeUrl"), name), { max: 6 });
    admin = postgres(urlOf(superuserUrl, name), { max: 2, onnotice: () => undefined });
  });
  afterAll(async () => {
    if (db) await closeDatabase(db);
    await admin?.end();
    const maintenance = postgres(superuserUrl, { max: 1 });
    await maintenance.unsafe(`drop database if exists ${name} with (force)`);
    await maintenance.end();
  });
  const opened = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("The test database is opened in beforeAll.");
    return value;
  };
  return {
    get db() {
      return opened(db);
    },
    get admin() {
      return opened(admin);
    },
    runtimeUrl: urlOf(inject("runtimeUrl"), name),
    ownerUrl: urlOf(inject("ownerUrl"), name),
  };
}
