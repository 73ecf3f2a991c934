import { NotFound } from "#app/domain/errors.ts";
import { liftMailRefusal } from "#app/domain/notifications/lift-mail-refusal.server.ts";
import { LiftMailRefusalInput } from "#app/domain/notifications/notice-inputs.ts";
import { memberForm } from "#app/http/form.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";

/** A button, not a page. */
export const loader = memberLoader(async () => {
  throw new NotFound("page");
});

export const action = memberForm({
  input: LiftMailRefusalInput,
  run: liftMailRefusal,
  done: (ctx) => ({
    to: paths.settings(ctx.org.slug, "notices"),
    say: "Mail goes there again. If it is refused once more, it is said here.",
  }),
});

/** Never drawn; with it, errors are shown as a page and not as JSON. */
export default function MailRefusalLift() {
  return null;
}
