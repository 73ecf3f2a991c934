import { and, eq, inArray } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type {
  ManifestBeside,
  ManifestPrompt,
  ManifestResource,
} from "#app/domain/catalog/manifest-inputs.ts";
import { manifest, server } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";

const MOST_ROWS = 50;
const MOST_ARGUMENTS = 20;
const LONGEST = 2_000;

/** The first of a list and how many there are; null: it could not be listed, or nobody asked for it. */
type Shown<T> = { rows: T[]; total: number } | null;

/** What a server's current list says beside its tools, bounded: its prompts, its resources and its words to the model. */
export type Beside = {
  serverInfo: ManifestBeside["serverInfo"] | null;
  instructions: string | null;
  prompts: Shown<ManifestPrompt>;
  resources: Shown<ManifestResource>;
  /** What was odd and what was left out. */
  notes: string[];
};

/** Undefined while nobody has looked, or when that was before prompts and resources were asked for. */
export function findBeside(ctx: Ctx, serverId: string): Promise<Beside | undefined> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select({ beside: manifest.beside })
      .from(server)
      .innerJoin(manifest, and(eq(manifest.orgId, server.orgId), eq(manifest.id, server.manifestId)))
      .where(and(inOrg(ctx, server), eq(server.id, serverId)));
    if (!found?.beside) return undefined;
    const { serverInfo, instructions, prompts, resources, notes } = found.beside;
    return {
      serverInfo: serverInfo ?? null,
      instructions: instructions?.slice(0, LONGEST) || null,
      prompts: shown(prompts, (one) => ({
        ...short(one),
        ...(one.arguments ? { arguments: one.arguments.slice(0, MOST_ARGUMENTS).map(short) } : {}),
      })),
      resources: shown(resources, short),
      notes: notes ?? [],
    };
  });
}

/** What two lists say beside their tools, whole; null where it was not asked for. */
export function findBesideSides(
  ctx: Ctx,
  ids: { before: string; after: string },
): Promise<Record<"before" | "after", ManifestBeside | null>> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({ id: manifest.id, beside: manifest.beside })
      .from(manifest)
      .where(and(inOrg(ctx, manifest), inArray(manifest.id, [ids.before, ids.after])));
    const of = (id: string) => rows.find((row) => row.id === id)?.beside ?? null;
    return { before: of(ids.before), after: of(ids.after) };
  });
}

function shown<T>(list: readonly T[] | undefined, cut: (one: T) => T): Shown<T> {
  return list ? { rows: list.slice(0, MOST_ROWS).map(cut), total: list.length } : null;
}

function short<T extends { description?: string | undefined }>(one: T): T {
  return one.description === undefined ? one : { ...one, description: one.description.slice(0, LONGEST) };
}
