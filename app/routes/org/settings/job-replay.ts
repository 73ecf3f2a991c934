import { NotFound } from "#app/domain/errors.ts";
import { ReplayJobInput } from "#app/domain/identity/operations-inputs.ts";
import { replayJob } from "#app/domain/identity/replay-job.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";

/** A button, not a page. */
export const loader = memberLoader(async () => {
  throw new NotFound("page");
});

export const action = memberForm({
  input: ReplayJobInput,
  run: replayJob,
  done: (ctx, { name }) => ({
    to: paths.settings(ctx.org.slug, "operations"),
    say: `The job ${name} runs once more in a moment.`,
  }),
});

/** Never drawn; with it, errors are shown as a page and not as JSON. */
export default function JobReplay() {
  return null;
}
