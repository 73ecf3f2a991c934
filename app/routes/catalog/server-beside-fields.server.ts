import { findBesideSides } from "#app/domain/catalog/beside-queries.server.ts";
import type { ManifestBeside } from "#app/domain/catalog/manifest-inputs.ts";
import type { PageCtx } from "#app/http/context.server.ts";
import type { DiffField } from "#app/ui/diff-view.tsx";
import { printableText } from "#app/ui/printable-text.ts";

const MOST_FIELDS = 20;

/** What a server said beside its tools when it was approved, and what it says in another list, where they differ. */
export async function readBesideFields(
  ctx: PageCtx,
  approvedId: string | null | undefined,
  listedId: string | null | undefined,
): Promise<DiffField[]> {
  if (!approvedId || !listedId || approvedId === listedId) return [];
  const { before, after } = await findBesideSides(ctx, { before: approvedId, after: listedId });
  return before && after ? besideFields(before, after) : [];
}

function besideFields(before: ManifestBeside, after: ManifestBeside): DiffField[] {
  const instructions: DiffField = {
    name: "Instructions",
    by: "words",
    before: before.instructions || undefined,
    after: after.instructions || undefined,
  };
  return [
    instructions,
    ...listFields("Prompt", before.prompts, after.prompts, ({ name }) => name),
    ...listFields("Resource", before.resources, after.resources, ({ uri }) => uri),
  ]
    .filter((field) => field.before !== field.after)
    .slice(0, MOST_FIELDS);
}

function listFields<T>(
  what: string,
  before: readonly T[] | undefined,
  after: readonly T[] | undefined,
  nameOf: (one: T) => string,
): DiffField[] {
  if (!before || !after) return [];
  const textsOf = (list: readonly T[]) =>
    new Map(list.map((one) => [nameOf(one), JSON.stringify(one, null, 2)]));
  const [old, now] = [textsOf(before), textsOf(after)];
  return [...new Set([...now.keys(), ...old.keys()])].map((name) => ({
    name: `${what} ${printableText(name)}`,
    by: "lines",
    before: old.get(name),
    after: now.get(name),
  }));
}
