import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const run = promisify(execFile);

const Made = z.object({
  organization: z.object({ name: z.string(), slug: z.string() }),
  owner: z.object({ memberId: z.string(), email: z.string() }),
  apiKey: z.string().startsWith("cst_"),
  signInUrl: z.url(),
  url: z.url(),
});
export type MadeOrganization = z.infer<typeof Made>;

/** What the operator does once: an empty organization with its owner, by the command line beside the running server. */
export async function makeOrganization(
  product: string,
  server: { url: string; state: string },
  more: Record<string, string> = {},
): Promise<MadeOrganization> {
  const mark = randomBytes(4).toString("hex");
  const command = ["admin", "create-organization", "--name", `Story ${mark}`, "--owner-name", "Olive Owner"];
  const { stdout } = await run(
    process.execPath,
    [
      path.join(product, "app/start.mjs"),
      ...command,
      "--owner-email",
      `owner-${mark}@story.example`,
      "--json",
    ],
    {
      cwd: product,
      env: {
        NODE_ENV: "production",
        PATH: process.env.PATH ?? "",
        HOME: server.state,
        CASTELLAN_STATE: server.state,
        PORT: new URL(server.url).port,
        ...more,
      },
    },
  );
  return Made.parse(JSON.parse(stdout));
}

/** Long enough for the product, and in no list. */
export function newPassword(): string {
  return randomBytes(12).toString("base64url");
}
