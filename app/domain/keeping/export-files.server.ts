import { createHash } from "node:crypto";
import type { Snapshot } from "#app/db/snapshot.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { EXPORT_FORMAT, EXPORT_README, NOT_EXPORTED, NOT_OURS } from "#app/domain/keeping/export-limits.ts";
import { EXPORTED } from "#app/domain/keeping/export-words.ts";

/** A file of an archive is closed once it is as large, so that neither side holds a whole table. */
const FILE_LENGTH = 1_000_000;
const ROWS_AT_ONCE = 500;

export type ExportFile = { name: string; body: Buffer };

/** The files of an export in their order, each made when it is asked for; the manifest, which counts them, is the last. */
export async function* filesOf(ctx: Ctx, snapshot: Snapshot): AsyncGenerator<ExportFile> {
  yield { name: "README.txt", body: Buffer.from(EXPORT_README) };
  const kinds: Record<
    string,
    { rows: number; columns: string[]; leftOut: Readonly<Record<string, string>> }
  > = {};
  const files: { name: string; rows: number; sha256: string }[] = [];
  for (const [table, { columns, leftOut = {}, rowsAtOnce = ROWS_AT_ONCE }] of Object.entries(EXPORTED)) {
    const names = columns.split(" ");
    let rows = 0;
    let part = 0;
    for await (const lines of filled(snapshot.lines(queryOf(table, names), rowsAtOnce))) {
      part += 1;
      rows += lines.length;
      const file = { name: `${table}/${String(part).padStart(6, "0")}.jsonl`, body: bodyOf(lines) };
      files.push({ name: file.name, rows: lines.length, sha256: sha256(file.body) });
      yield file;
    }
    kinds[table] = { rows, columns: names, leftOut };
  }
  const madeBy = ctx.actor.kind === "member" ? ctx.actor.memberId : ctx.actor.kind;
  const manifest = {
    ...EXPORT_FORMAT,
    organizationId: ctx.orgId,
    madeAt: ctx.now.toISOString(),
    madeBy,
    kinds,
    files,
    leftOut: { ...NOT_EXPORTED, accounts: NOT_OURS },
  };
  yield { name: "manifest.json", body: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) };
}

/** Walled by the snapshot's own setting, and by this condition besides. */
function queryOf(table: string, columns: readonly string[]): string {
  const key = table === "organization" ? "id" : "org_id";
  const list = columns.map((column) => `"${column}"`).join(", ");
  return `select ${list} from "${table}" where ${key} = nullif(current_setting('app.org_id', true), '')::uuid`;
}

/** Batches put together until a file is full. */
async function* filled(batches: AsyncGenerator<string[]>): AsyncGenerator<string[]> {
  let held: string[] = [];
  let length = 0;
  for await (const lines of batches) {
    for (const line of lines) {
      held.push(line);
      length += line.length;
      if (length < FILE_LENGTH) continue;
      yield held;
      held = [];
      length = 0;
    }
  }
  if (held.length > 0) yield held;
}

const bodyOf = (lines: readonly string[]) => Buffer.from(`${lines.join("\n")}\n`);
const sha256 = (body: Buffer) => createHash("sha256").update(body).digest("hex");
