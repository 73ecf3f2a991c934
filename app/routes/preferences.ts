import { redirect } from "@remix-run/node";
import { z } from "zod";
import { openForm } from "#app/http/form.server.ts";
import { localPath } from "#app/http/paths.ts";
import { preferencesCookie, readPreferences } from "#app/http/preferences.server.ts";

const Looks = z.object({
  theme: z.enum(["system", "light", "dark"]).optional(),
  density: z.enum(["compact", "roomy"]).optional(),
  keys: z.enum(["on", "off"]).optional(),
  returnTo: z.string().optional(),
});

/** Keeps theme, density and whether letters are keys in this browser and goes back to where the person was. */
export const action = openForm({
  input: Looks,
  run: async (_edge, input, { request }) => ({ input, before: readPreferences(request) }),
  done: (_edge, { input, before }) => ({
    to: localPath(input.returnTo) ?? "/",
    headers: {
      "Set-Cookie": preferencesCookie({
        theme: input.theme ?? before.theme,
        density: input.density ?? before.density,
        keys: input.keys ? input.keys === "on" : before.keys,
      }),
    },
  }),
});

export const loader = () => redirect("/");

/** Never drawn; with it, errors are shown as a page and not as JSON. */
export default function Preferences() {
  return null;
}
