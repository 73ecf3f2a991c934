import type { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Manifest, ManifestTool } from "#app/domain/catalog/manifest-inputs.ts";
import { accessGrant } from "#app/domain/grants/grant-tables.server.ts";
import type { ScanEntry, ScanFile, ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { NOON, type TestMember, type TestOrganization } from "#test/support/factories.ts";

/** An entry that starts an npm package as `npx -y <spec>`. */
export function npxEntry(
  name: string,
  spec: string,
  overrides: Partial<ScanEntry["launch"]> = {},
): ScanEntry {
  const args = ["-y", spec].map((text) => ({ kind: "plain" as const, text }));
  return {
    name,
    enabled: true,
    launch: { transport: "stdio", command: "npx", args, env: [], headers: [], ...overrides },
  };
}

export function fileOf(entries: ScanEntry[], overrides: Partial<ScanFile> = {}): ScanFile {
  return {
    client: "cursor",
    scope: "user",
    path: "~/.cursor/mcp.json",
    outcome: entries.length > 0 ? "found" : "none",
    entries,
    ...overrides,
  };
}

export function reportOf(files: ScanFile[], reportId = uuidv7()): ScanReport {
  return { reportId, collectorVersion: "0.1.0", files };
}

export function toolOf(name: string, overrides: Partial<ManifestTool> = {}): ManifestTool {
  return { name, description: `Does ${name}.`, inputSchema: { type: "object" }, ...overrides };
}

export function manifestOf(identity: string, tools: ManifestTool[], release = "1.0.0"): Manifest {
  return { identity, release, protocolVersion: "2025-06-18", tools, observedBy: "probe" };
}

type GrantOverrides = Partial<typeof accessGrant.$inferInsert>;

/** A grant as an approval leaves it: thirty days from NOON, every tool, any release. */
export async function createGrant(
  org: TestOrganization,
  to: { serverId: string; member?: TestMember; teamId?: string },
  overrides: GrantOverrides = {},
): Promise<string> {
  const id = uuidv7();
  await inTransaction({ db: org.db, orgId: org.id }, (tx) =>
    tx.insert(accessGrant).values({
      orgId: org.id,
      id,
      serverId: to.serverId,
      memberId: to.member?.id ?? null,
      teamId: to.teamId ?? null,
      environment: "development",
      startsAt: NOON,
      endsAt: new Date(NOON.getTime() + 30 * 86_400_000),
      createdAt: NOON,
      grantedBy: org.owner.id,
      ...overrides,
    }),
  );
  return id;
}

/** Rows of a table of the organization, read as the product would. */
export function rowsOf(org: TestOrganization, query: ReturnType<typeof sql>) {
  return inTransaction({ db: org.db, orgId: org.id }, async (tx) => [...(await tx.execute(query))]);
}
