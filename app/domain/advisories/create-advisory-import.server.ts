import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { advisoryImport, advisoryImportPart } from "#app/domain/advisories/advisory-import-tables.server.ts";
import type { CreateAdvisoryImportInput } from "#app/domain/advisories/advisory-inputs.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import { visibleText } from "#app/domain/inventory/visible-text.ts";
import { permit, requireMember } from "#app/domain/permit.ts";

/** How zip and gzip files begin, and what is left of a gzip file that was read as text. */
const PACKED = ["PK\u0003\u0004", "\u001f\u008b", "\u001f\ufffd"];
/** Characters of one piece of a file, so that no more of it is held at once. */
const PIECE = 262_144;

/**
 * Takes a file of advisories, or the address of one, and lets a job read it. The same id again is the same import.
 * Throws Invalid for neither, both, or a packed file.
 */
export function createAdvisoryImport(unchecked: Ctx, input: CreateAdvisoryImportInput) {
  permit(unchecked, "advisory.import");
  const ctx = requireMember(unchecked);
  const { text = "", url = "" } = input;
  refuseOdd(text, url);
  return inTransaction(ctx, async (tx) => {
    const row = {
      orgId: ctx.orgId,
      id: input.id ?? uuidv7(),
      source: url ? ("url" as const) : ("file" as const),
      name: visibleText(url ? placeOf(url) : input.name || "Pasted text", 200),
      url: url || null,
      state: "waiting" as const,
      createdBy: ctx.actor.memberId,
      createdAt: ctx.now,
    };
    const made = await tx.insert(advisoryImport).values(row).onConflictDoNothing().returning();
    if (made.length === 0) return refuseOrRepeat(tx, ctx, row);
    if (!url) await keepPieces(tx, ctx, row.id, text);
    await recordAudit(tx, ctx, {
      verb: "advisory_import.create",
      target: { kind: "advisory_import", id: row.id },
      after: { because: row.source },
    });
    await enqueue(tx, "import_advisories", { orgId: ctx.orgId, importId: row.id });
    return { id: row.id };
  });
}

function refuseOdd(text: string, url: string): void {
  if (url && text)
    throw new Invalid("Give a file or an address, not both.", { url: ["Leave one of them out."] });
  if (url) return;
  if (text.trim() === "")
    throw new Invalid("Choose a file, paste records or give an address.", { text: ["Nothing was given."] });
  if (PACKED.some((start) => text.startsWith(start))) {
    throw new Invalid(
      "This file is packed in a way that is not read here. Unpack it and choose what is inside, or give a zip as base64.",
      { text: ["Unpack it first."] },
    );
  }
}

/** An address without its query, which may hold what is meant for nobody. */
function placeOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

async function keepPieces(tx: Transaction, ctx: Ctx, importId: string, text: string): Promise<void> {
  let position = 0;
  for (let at = 0; at < text.length; position += 1) {
    const to = at + PIECE;
    // half a character could not be stored
    const end = /[\ud800-\udbff]/.test(text[to - 1] ?? "") ? to + 1 : to;
    const piece = text.slice(at, end).replaceAll("\u0000", " ");
    await tx.insert(advisoryImportPart).values({ orgId: ctx.orgId, importId, position, text: piece });
    at = end;
  }
}

async function refuseOrRepeat(tx: Transaction, ctx: Ctx, wanted: { id: string; createdBy: string }) {
  const [same] = await tx
    .select({ createdBy: advisoryImport.createdBy })
    .from(advisoryImport)
    .where(and(inOrg(ctx, advisoryImport), eq(advisoryImport.id, wanted.id)));
  if (same?.createdBy === wanted.createdBy) return { id: wanted.id };
  throw new Conflict("This form was sent already. Open it anew.");
}
