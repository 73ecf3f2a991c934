import { redirect } from "@remix-run/node";
import { getNotice } from "#app/domain/notifications/notice-queries.server.ts";
import { readNotice } from "#app/domain/notifications/read-notices.server.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { noticeHref } from "./notice-href.ts";

/**
 * Leads from a notice, in the list or in a mail, to what it is about, and marks it as read: opening it is reading it, and
 * again changes nothing. A browser that only looks ahead has read nothing.
 */
export const loader = memberLoader(async (ctx, { params, request }) => {
  const notice = await getNotice(ctx, params.noticeId ?? "");
  const ahead = request.headers.get("sec-purpose") ?? request.headers.get("purpose") ?? "";
  if (!ahead.includes("prefetch")) await readNotice(ctx, { noticeId: notice.id });
  throw redirect(noticeHref(ctx.org.slug, notice));
});

/** Never drawn; with it, errors are shown as a page and not as JSON. */
export default function Notice() {
  return null;
}
