import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Database, Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { block, manifest, pin, server, tool } from "#app/domain/catalog/server-tables.server.ts";
import { accessGrant } from "#app/domain/grants/grant-tables.server.ts";
import { device, installation } from "#app/domain/inventory/inventory-tables.server.ts";
import { NOON } from "#test/support/factories.ts";

type Org = { db: Database; id: string };

export const DAY = 86_400_000;
export const later = (milliseconds: number, from = NOON) => new Date(from.getTime() + milliseconds);
export const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

export function write<T>(org: Org, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return inTransaction({ db: org.db, orgId: org.id }, work);
}

export async function placeServer(org: Org, identity = `npm:@vendor/${uuidv7()}`) {
  const id = uuidv7();
  await write(org, (tx) =>
    tx.insert(server).values({ orgId: org.id, id, identity, kind: "npm", firstSeenAt: NOON }),
  );
  return { id, identity };
}

/** The server's newest list: tool name → text its hash is made of. */
export async function listTools(
  org: Org,
  serverId: string,
  reportedBy: string,
  tools: Record<string, string>,
  options: { isConfirmed?: boolean; classes?: Record<string, "read" | "write" | "destructive"> } = {},
) {
  const id = uuidv7();
  await write(org, async (tx) => {
    await tx.insert(manifest).values({
      orgId: org.id,
      id,
      serverId,
      release: "1.0.0",
      hash: hashOf(JSON.stringify(tools)),
      tools: [],
      observedAt: NOON,
      reportedBy,
      isConfirmed: options.isConfirmed ?? true,
    });
    await tx.execute(sql`delete from tool where org_id = ${org.id} and server_id = ${serverId}`);
    for (const [position, [name, text]] of Object.entries(tools).entries()) {
      await tx.insert(tool).values({
        orgId: org.id,
        serverId,
        name,
        hash: hashOf(text),
        class: options.classes?.[name] ?? "read",
        classSource: "declared",
        touched: [options.classes?.[name] ?? "read"],
        description: text,
        position,
        manifestId: id,
      });
    }
    await tx.execute(
      sql`update server set manifest_id = ${id} where org_id = ${org.id} and id = ${serverId}`,
    );
  });
  return id;
}

/** Pins as an approval would have left them. */
export async function pinAs(
  org: Org,
  serverId: string,
  manifestId: string,
  pinnedBy: string,
  tools: Record<string, string>,
) {
  await write(org, async (tx) => {
    for (const [toolName, text] of Object.entries(tools)) {
      await tx.insert(pin).values({
        orgId: org.id,
        serverId,
        toolName,
        toolHash: hashOf(text),
        manifestId,
        pinnedAt: NOON,
        pinnedBy,
      });
    }
  });
}

type GrantRow = typeof accessGrant.$inferInsert;

export async function placeGrant(
  org: Org,
  row: Pick<GrantRow, "serverId" | "grantedBy"> & Partial<GrantRow>,
): Promise<string> {
  const id = row.id ?? uuidv7();
  await write(org, (tx) =>
    tx.insert(accessGrant).values({
      orgId: org.id,
      environment: "development",
      startsAt: later(-DAY),
      endsAt: later(30 * DAY),
      createdAt: later(-DAY),
      ...row,
      id,
    }),
  );
  return id;
}

export async function placeBlock(
  org: Org,
  kind: (typeof block.$inferInsert)["subjectKind"],
  key: string,
  by: string,
  lifted = false,
) {
  await write(org, (tx) =>
    tx.insert(block).values({
      orgId: org.id,
      id: uuidv7(),
      subjectKind: kind,
      subjectKey: key,
      blockedAt: NOON,
      blockedBy: by,
      ...(lifted ? { liftedAt: NOON, liftedBy: by } : {}),
    }),
  );
}

export async function placeDevice(org: Org, memberId: string) {
  const id = uuidv7();
  await write(org, (tx) =>
    tx.insert(device).values({
      orgId: org.id,
      id,
      memberId,
      name: "laptop",
      platform: "linux",
      kind: "enrolled",
      enrolledAt: NOON,
    }),
  );
  return id;
}

export async function placeInstallation(
  org: Org,
  row: { deviceId: string; memberId: string; serverId: string } & Partial<typeof installation.$inferInsert>,
) {
  const id = uuidv7();
  await write(org, (tx) =>
    tx.insert(installation).values({
      orgId: org.id,
      id,
      client: "cursor",
      scope: "user",
      path: `~/.cursor/${id}.json`,
      name: "server",
      launch: {
        transport: "stdio",
        command: "npx",
        args: [],
        env: [{ name: "TOKEN", value: { kind: "placeholder" } }],
        headers: [],
      },
      launchHash: hashOf(id),
      transport: "stdio",
      isEnabled: true,
      environment: "development",
      firstSeenAt: NOON,
      lastSeenAt: NOON,
      ...row,
    }),
  );
  return id;
}
