import { createAdvisoryImport } from "#app/domain/advisories/create-advisory-import.server.ts";
import { finishAdvisoryImport } from "#app/domain/advisories/finish-advisory-import.server.ts";
import { matchAdvisories } from "#app/domain/advisories/match-advisories.server.ts";
import { readRecords } from "#app/domain/advisories/osv/read-records.ts";
import { storeAdvisories } from "#app/domain/advisories/store-advisories.server.ts";
import type { DemoWorld, Moment } from "./demo-world.server.ts";

const RELEASES = 20;

/** Invented, and says so; the packages are those the demo organization runs. */
const RECORDS = [
  {
    id: "DEMO-2026-0001",
    published: "2026-01-05T09:00:00Z",
    modified: "2026-01-06T09:00:00Z",
    summary: "Demo data, no real advisory: a file name may lead outside the folder of the graph",
    database_specific: { severity: "MODERATE" },
    affected: [
      { package: { ecosystem: "npm", name: "@modelcontextprotocol/server-memory" }, versions: ["2025.9.25"] },
    ],
  },
  {
    id: "DEMO-2026-0002",
    published: "2026-01-05T09:00:00Z",
    modified: "2026-01-06T09:00:00Z",
    summary: "Demo data, no real advisory: links below an allowed folder are followed",
    database_specific: { severity: "HIGH" },
    affected: [
      {
        package: { ecosystem: "npm", name: "@modelcontextprotocol/server-filesystem" },
        ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "2025.7.1" }] }],
      },
    ],
  },
];

/** Security imports advisories; the releases in use are held against them. */
export function tellAdvisories(world: DemoWorld): Moment[] {
  const at = 2.4;
  return [{ at, run: () => importRecords(world, at) }];
}

async function importRecords(world: DemoWorld, at: number): Promise<void> {
  const text = RECORDS.map((record) => JSON.stringify(record)).join("\n");
  const { id: importId } = await createAdvisoryImport(world.as("priya", at), {
    text,
    name: "demo-advisories.jsonl",
  });
  const ctx = world.system(at);
  for await (const batch of readRecords(pieces(text), 0)) await storeAdvisories(ctx, { importId, ...batch });
  await finishAdvisoryImport(ctx, { importId, problem: null });
  while ((await matchAdvisories(ctx, { limit: RELEASES })).looked === RELEASES);
}

async function* pieces(text: string): AsyncGenerator<string> {
  yield text;
}
