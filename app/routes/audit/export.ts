import { exportAudit } from "#app/domain/audit/export-audit.server.ts";
import { Invalid } from "#app/domain/errors.ts";
import { jsonLines } from "#app/http/json-lines.server.ts";
import { download, memberFile } from "#app/http/respond.server.ts";
import { readAuditView } from "./audit-view.ts";

/** A post, because an export leaves an event: following a link from elsewhere must not. */
export const action = memberFile(async (ctx, { url }) => {
  const view = readAuditView(url, ctx.now);
  if (view.problem) throw new Invalid(view.problem);
  const { pages } = await exportAudit(ctx, view.filter);
  const day = ctx.now.toISOString().slice(0, 10);
  return download(jsonLines(pages), "application/jsonl", `audit-${ctx.org.slug}-${day}.jsonl`);
});
