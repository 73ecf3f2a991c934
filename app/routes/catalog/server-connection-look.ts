import { askConnectionLook } from "#app/domain/connections/ask-connection-look.server.ts";
import { AskConnectionLookInput } from "#app/domain/connections/connection-inputs.ts";
import { NotFound } from "#app/domain/errors.ts";
import { memberForm } from "#app/http/form.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";

/** A button, not a page. */
export const loader = memberLoader(async () => {
  throw new NotFound("page");
});

export const action = memberForm({
  input: AskConnectionLookInput,
  run: askConnectionLook,
  done: (ctx, _, { params }) => ({
    to: `${paths.server(ctx.org.slug, params.serverId ?? "")}#connection`,
    say: "Its connection is looked at in a moment.",
  }),
});

/** Never drawn; with it, errors are shown as a page and not as JSON. */
export default function ServerConnectionLook() {
  return null;
}
