import { paths } from "#app/http/paths.ts";

/** Where a step leads: back to the queue it was done from, or to the request. */
export function afterStep(
  ctx: { org: { slug: string } },
  page: { url: URL; params: Readonly<Record<string, string | undefined>> },
  say: string,
): { to: string; say: string } {
  const isFromQueue = page.url.searchParams.get("from") === "queue";
  const org = ctx.org.slug;
  return { to: isFromQueue ? paths.approvals(org) : paths.request(org, page.params.requestId ?? ""), say };
}
