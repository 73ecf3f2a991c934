import { askServer } from "#app/domain/catalog/ask-server.server.ts";
import { AskServerInput } from "#app/domain/catalog/look-inputs.ts";
import { NotFound } from "#app/domain/errors.ts";
import { memberForm } from "#app/http/form.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";

/** A button, not a page. */
export const loader = memberLoader(async () => {
  throw new NotFound("page");
});

export const action = memberForm({
  input: AskServerInput,
  run: askServer,
  done: (ctx, _, { params }) => ({
    to: `${paths.server(ctx.org.slug, params.serverId ?? "")}#looks`,
    say: "It is asked in a moment.",
  }),
});

/** Never drawn; with it, errors are shown as a page and not as JSON. */
export default function ServerAsk() {
  return null;
}
