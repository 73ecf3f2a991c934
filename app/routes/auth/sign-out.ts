import { redirect } from "@remix-run/node";
import { z } from "zod";
import { openForm } from "#app/http/form.server.ts";
import { closeSession } from "#app/http/session.server.ts";

/** Ends the session at the server and forgets it in the browser. */
export const action = openForm({
  input: z.object({}),
  run: (edge, _input, { request }) => closeSession(edge, request),
  done: (_edge, cookie) => ({
    to: "/sign-in",
    say: "You are signed out.",
    headers: { "Set-Cookie": cookie },
  }),
});

export const loader = () => redirect("/sign-in");

/** Never drawn; with it, errors are shown as a page and not as JSON. */
export default function SignOut() {
  return null;
}
