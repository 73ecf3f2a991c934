import { redirect } from "@remix-run/node";
import { z } from "zod";
import { endOwnSession } from "#app/domain/identity/end-own-sessions.server.ts";
import { accountForm } from "#app/http/form.server.ts";
import { paths } from "#app/http/paths.ts";

/** Signs one browser of one's own out. */
export const action = accountForm({
  input: z.strictObject({ sessionId: z.uuid() }),
  run: endOwnSession,
  done: () => ({ to: paths.account("sessions"), say: "The session is ended." }),
});

export const loader = () => redirect(paths.account("sessions"));

/** Never drawn; with it, errors are shown as a page and not as JSON. */
export default function SessionEnd() {
  return null;
}
