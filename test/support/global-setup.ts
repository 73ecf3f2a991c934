import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { removeEmbedded, startEmbedded } from "#app/db/embedded.server.ts";
import { migrate } from "#app/db/migrate.server.ts";

declare module "vitest" {
  interface ProvidedContext {
    superuserUrl: string;
    ownerUrl: string;
    runtimeUrl: string;
  }
}

const TEMPLATE = "castellan";

/** One cluster for the run; each test file clones the migrated template, which nothing may connect to any more. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), "castellan-test-"));
  const binaries = process.env.CASTELLAN_TEST_BINARIES;
  const options = { fast: true, ...(binaries ? { binaries } : {}) };
  const cluster = await startEmbedded(folder, options);
  await migrate(cluster.ownerUrl);
  const admin = postgres(cluster.superuserUrl, { max: 1 });
  await admin.unsafe(`alter database ${TEMPLATE} with is_template true allow_connections false`);
  await admin.end();
  project.provide("superuserUrl", cluster.superuserUrl);
  project.provide("ownerUrl", cluster.ownerUrl);
  project.provide("runtimeUrl", cluster.runtimeUrl);
  return async () => {
    await cluster.stop();
    await removeEmbedded(folder, options);
    await rm(folder, { recursive: true, force: true });
  };
}
