import { randomBytes } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "#app/db/client.server.ts";
import type { EmbeddedCluster } from "#app/db/embedded.server.ts";

const Kept = z.object({ state: z.enum(["making", "made"]), email: z.string(), password: z.string().min(16) });

export interface DemoSignIn {
  email: string;
  password: string;
  /** 0600, so that a later start can say where the password is. */
  file: string;
  isNew: boolean;
}

/**
 * After a first start that was killed while it made the demo organization: empties the database, which nobody has used
 * yet, and forgets the attempt. Throws while that first start is still at it.
 */
export async function clearUnfinishedDemo(cluster: EmbeddedCluster): Promise<void> {
  if ((await readKept(cluster.home))?.state !== "making") return;
  if (cluster.joined)
    throw new Error("Castellan is still making its demo organization. Try again in a moment.");
  await cluster.recreateDatabase();
  await rm(demoFile(cluster.home));
}

/**
 * The sign-in of the demo organization, which is made on the very first start: never in a database that already holds
 * an organization, and not again once it was deleted. `seed` makes the organization with this password for its people and returns the address to sign in with.
 */
export async function ensureDemo(
  db: Database,
  home: string,
  seed: (password: string) => Promise<{ email: string }>,
): Promise<DemoSignIn | undefined> {
  const file = demoFile(home);
  const kept = await readKept(home);
  if (kept?.state === "made") {
    const [demo] = await db.execute(sql`select 1 from lookup_demo_organization()`);
    return demo ? { email: kept.email, password: kept.password, file, isNew: false } : undefined;
  }
  const [present] = await db.execute(sql`select 1 from lookup_organization_ids() limit 1`);
  if (present) return undefined;
  const password = randomBytes(15).toString("base64url");
  await keep(file, { state: "making", email: "", password });
  const { email } = await seed(password);
  await keep(file, { state: "made", email, password });
  return { email, password, file, isNew: true };
}

function demoFile(home: string): string {
  return path.join(home, "demo-sign-in.json");
}

async function readKept(home: string): Promise<z.infer<typeof Kept> | undefined> {
  const text = await readFile(demoFile(home), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? undefined : Kept.parse(JSON.parse(text));
}

async function keep(file: string, kept: z.infer<typeof Kept>): Promise<void> {
  const draft = await open(`${file}.new`, "w", 0o600);
  await draft.writeFile(`${JSON.stringify(kept, null, 2)}\n`);
  await draft.sync();
  await draft.close();
  await rename(`${file}.new`, file);
}
