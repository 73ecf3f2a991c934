import { NotFound } from "#app/domain/errors.ts";
import { ReadNoticesInput } from "#app/domain/notifications/notice-inputs.ts";
import { readNotices } from "#app/domain/notifications/read-notices.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { plural } from "#app/ui/plural.ts";

/** A button, not a page. */
export const loader = memberLoader(async () => {
  throw new NotFound("page");
});

export const action = memberForm({
  input: ReadNoticesInput,
  run: readNotices,
  done: (ctx, { read }) => ({
    to: paths.notices(ctx.org.slug),
    say: plural(read, {
      zero: "Nothing was unread.",
      one: "# notice marked as read.",
      other: "# notices marked as read.",
    }),
  }),
});

/** Never drawn; with it, errors are shown as a page and not as JSON. */
export default function NoticesReading() {
  return null;
}
