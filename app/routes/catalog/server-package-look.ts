import { NotFound } from "#app/domain/errors.ts";
import { askPackageLook } from "#app/domain/packages/ask-package-look.server.ts";
import { AskPackageLookInput } from "#app/domain/packages/package-inputs.ts";
import { memberForm } from "#app/http/form.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";

/** A button, not a page. */
export const loader = memberLoader(async () => {
  throw new NotFound("page");
});

export const action = memberForm({
  input: AskPackageLookInput,
  run: askPackageLook,
  done: (ctx, _, { params }) => ({
    to: `${paths.server(ctx.org.slug, params.serverId ?? "")}#package`,
    say: "The registry is asked in a moment.",
  }),
});

/** Never drawn; with it, errors are shown as a page and not as JSON. */
export default function ServerPackageLook() {
  return null;
}
