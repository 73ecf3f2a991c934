import { exportOrganization } from "#app/domain/keeping/export-organization.server.ts";
import { tarGz } from "#app/http/archive.server.ts";
import { paths } from "#app/http/paths.ts";
import { download, memberFile } from "#app/http/respond.server.ts";

/** A post, because an export leaves an event: following a link from elsewhere must not. */
export const action = memberFile(
  async (ctx, { request, drained }) => {
    const folder = `${ctx.org.slug}-${ctx.now.toISOString().slice(0, 10)}`;
    const made = await exportOrganization(ctx);
    const archive = tarGz(folder, ctx.now, made, { signal: request.signal, drained });
    return download(archive, "application/gzip", `${folder}.tar.gz`);
  },
  ({ params }) => paths.exportOrganization(params.org ?? ""),
);
