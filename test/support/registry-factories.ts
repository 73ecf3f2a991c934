import { guardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import type { Database } from "#app/db/client.server.ts";
import { createRegistry } from "#app/domain/registries/create-registry.server.ts";
import { importRegistryFile } from "#app/domain/registries/import-registry-file.server.ts";
import { CreateRegistryInput } from "#app/domain/registries/registry-inputs.ts";
import { getRegistryImport } from "#app/domain/registries/registry-queries.server.ts";
import type { RegistryKind } from "#app/domain/registries/registry-words.ts";
import { importRegistryJob } from "#app/jobs/import-registry.server.ts";
import type { JobWorld } from "#app/jobs/job-world.ts";
import { as, NOON, type TestOrganization } from "#test/support/factories.ts";
import { noMail } from "#test/support/smtp.ts";

/** The world of a job that may reach this machine. */
export function registryWorld(db: Database, now = NOON): JobWorld {
  return {
    ...noMail,
    db,
    now: () => now,
    reach: (limits) => guardedFetch({ ...limits, allowedNetworks: ["127.0.0.1/32"] }),
    onError: (error) => {
      throw error;
    },
  };
}

export async function registryOf(
  org: TestOrganization,
  kind: RegistryKind,
  overrides: Partial<CreateRegistryInput> = {},
): Promise<string> {
  const input = CreateRegistryInput.parse({ name: `${kind} ${Math.random()}`, kind, ...overrides });
  return (await createRegistry(as(org, org.owner), input)).id;
}

export function piecesOf(text: string, size = 30_000): Uint8Array[] {
  const bytes = Buffer.from(text);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return pieces;
}

/** Gives a file to a registry and reads it as the worker does. */
export async function importText(org: TestOrganization, registryId: string, text: string, now = NOON) {
  const ctx = as(org, org.owner, { now });
  const { id } = await importRegistryFile(ctx, { registryId, fileName: "servers.json" }, piecesOf(text));
  await importRegistryJob(registryWorld(org.db, now), { orgId: org.id, importId: id });
  return getRegistryImport(ctx, id);
}

export function countsOf(found: Awaited<ReturnType<typeof importText>>) {
  const { state, ending, seen, added, changed, unchanged, refused, removed } = found;
  return { state, ending, seen, added, changed, unchanged, refused, removed };
}

/** Entries in the form of the official registry. */
export function officialEntry(
  name: string,
  overrides: Record<string, unknown> = {},
  meta: Record<string, unknown> = {},
) {
  return {
    server: {
      name,
      description: `Does what ${name} does.`,
      version: "1.0.0",
      packages: [
        {
          registryType: "npm",
          identifier: `@example/${name.split("/")[1]}`,
          version: "1.0.0",
          transport: { type: "stdio" },
        },
      ],
      ...overrides,
    },
    _meta: {
      "io.modelcontextprotocol.registry/official": {
        status: "active",
        isLatest: true,
        publishedAt: "2026-01-01T00:00:00Z",
        updatedAt: "2026-01-02T00:00:00Z",
        ...meta,
      },
    },
  };
}
