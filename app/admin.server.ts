import { parseArgs } from "node:util";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { prepare, stop } from "#app/boot.server.ts";
import { DomainError } from "#app/domain/errors.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { createOrganization } from "#app/domain/identity/create-organization.server.ts";
import { CreateOrganizationInput } from "#app/domain/identity/organization-inputs.ts";
import { SCOPES } from "#app/domain/permissions.ts";
import { publicUrl } from "#app/env.server.ts";
import { operatorContext } from "#app/operator-context.server.ts";

const KEY_DAYS = 90;

const usage = `castellan admin: commands for the person who runs this installation

  admin create-organization --name <name> --owner-email <address> [--owner-name <name>] [--time-zone <zone>] [--json]
      makes an organization with its first owner and prints an API key of that owner, once

Exit codes: 0 done, 1 refused, 2 not understood.
`;

/**
 * Runs one operator command on the database of this installation, beside a server that runs or alone, and returns the
 * exit code. Results go to standard output, everything else to standard error.
 */
export async function runAdmin(argv: string[]): Promise<number> {
  const [command, ...rest] = argv;
  if (command === undefined || argv.includes("--help")) {
    process.stdout.write(usage);
    return 0;
  }
  if (command !== "create-organization") return misunderstood(`There is no command "admin ${command}".`);
  try {
    return await makeOrganization(rest);
  } catch (error) {
    if (error instanceof z.ZodError) return misunderstood(error.issues[0]?.message ?? "Not understood.");
    if (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")) {
      return misunderstood(error.message);
    }
    if (!(error instanceof DomainError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

function misunderstood(sentence: string): number {
  process.stderr.write(`${sentence}\n\n${usage}`);
  return 2;
}

async function makeOrganization(argv: string[]): Promise<number> {
  const text = { type: "string" } as const;
  const options = { name: text, "owner-email": text, "owner-name": text, "time-zone": text } as const;
  const { values } = parseArgs({
    args: argv,
    options: { ...options, json: { type: "boolean" } },
    strict: true,
  });
  if (!values.name) return misunderstood("Say what the organization is called: --name <name>");
  if (!values["owner-email"]) return misunderstood("Say who owns it: --owner-email <address>");
  const input = CreateOrganizationInput.parse({
    name: values.name,
    ownerEmail: values["owner-email"],
    ...(values["owner-name"] ? { ownerName: values["owner-name"] } : {}),
    ...(values["time-zone"] ? { timeZone: values["time-zone"] } : {}),
  });
  try {
    await prepare({ join: true, demo: false });
    const ctx = operatorContext(uuidv7());
    const { organization, owner } = await createOrganization(ctx, input);
    const made = await createApiKey(ctx, {
      memberId: owner.memberId,
      name: "First key, made by the operator",
      scopes: [...SCOPES],
      days: KEY_DAYS,
      environment: null,
    });
    const key = { apiKey: made.key, apiKeyExpiresAt: made.expiresAt.toISOString() };
    const result = { organization, owner, ...key, url: `${publicUrl()}/${organization.slug}` };
    process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : told(result));
    return 0;
  } finally {
    await stop();
  }
}

interface Made {
  organization: { name: string; slug: string };
  owner: { email: string };
  apiKey: string;
  apiKeyExpiresAt: string;
  url: string;
}

function told({ organization, owner, apiKey, apiKeyExpiresAt, url }: Made): string {
  return `${organization.name} is made, and ${owner.email} owns it: ${url}

  API key of the owner, shown only now, until ${apiKeyExpiresAt.slice(0, 10)}:
  ${apiKey}

  Keep it like a password. Try it:  curl -H "Authorization: Bearer <the key>" ${new URL(url).origin}/api/v1/openapi.json
`;
}
