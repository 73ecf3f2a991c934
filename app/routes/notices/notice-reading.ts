import { NotFound } from "#app/domain/errors.ts";
import { ReadNoticeInput } from "#app/domain/notifications/notice-inputs.ts";
import { readNotice } from "#app/domain/notifications/read-notices.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { localPath, paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";

/** A button, not a page. */
export const loader = memberLoader(async () => {
  throw new NotFound("page");
});

export const action = memberForm({
  input: ReadNoticeInput,
  run: readNotice,
  done: (ctx, _read, { posted }) => ({
    to: localPath(String(posted.get("_to") ?? "")) ?? paths.notices(ctx.org.slug),
  }),
});

/** Never drawn; with it, errors are shown as a page and not as JSON. */
export default function NoticeReading() {
  return null;
}
