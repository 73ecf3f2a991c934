import { z } from "zod";
import { classifyAllDriftAnew } from "#app/domain/catalog/classify-drift-anew.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { memberForm } from "#app/http/form.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { plural } from "#app/ui/plural.ts";

/** A button, not a page. */
export const loader = memberLoader(async () => {
  throw new NotFound("page");
});

export const action = memberForm({
  input: z.strictObject({}),
  run: (ctx) => classifyAllDriftAnew(ctx),
  done: (ctx, { changed }) => ({
    to: paths.settings(ctx.org.slug, "drift"),
    say: plural(changed, {
      zero: "Classified anew: nothing comes to something else.",
      one: "Classified anew: one server comes to something else.",
      other: "Classified anew: # servers come to something else.",
    }),
  }),
});

/** Never drawn; with it, errors are shown as a page and not as JSON. */
export default function DriftClassification() {
  return null;
}
