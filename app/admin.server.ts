import { parseArgs } from "node:util";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { confirmAsOperator } from "#app/admin-deletion.server.ts";
import { forgetFormer, replaceKey } from "#app/admin-keys.server.ts";
import { importAsOperator } from "#app/admin-registry.server.ts";
import { prepare, stop } from "#app/boot.server.ts";
import { database } from "#app/db/runtime.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { Conflict, DomainError } from "#app/domain/errors.ts";
import { listMembershipsOf } from "#app/domain/identity/account-queries.server.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { createOrganization } from "#app/domain/identity/create-organization.server.ts";
import { EmailAddress } from "#app/domain/identity/email-address.ts";
import { ENVIRONMENTS, type Environment } from "#app/domain/identity/environments.ts";
import { CreateOrganizationInput } from "#app/domain/identity/organization-inputs.ts";
import { resetSignIn, type SignInLink } from "#app/domain/identity/reset-sign-in.server.ts";
import { SCOPES } from "#app/domain/permissions.ts";
import { publicUrl } from "#app/env.server.ts";
import { paths } from "#app/http/paths.ts";
import { operatorContext } from "#app/operator-context.server.ts";

const KEY_DAYS = 90;

const usage = `castellan admin: commands for the person who runs this installation

  admin create-organization --name <name> --owner-email <address> [--owner-name <name>] [--time-zone <zone>]
                            [--key-environment development|staging|production] [--json]
      makes an organization with its first owner; prints, once, an API key of that owner and the link by which
      the owner sets a password

  admin reset-sign-in --email <address> [--forget-second-factors] [--json]
      for somebody who lost their password: ends their sessions and prints a link to set a new one;
      for somebody who lost their second factors and recovery codes too, also removes those

  admin confirm-deletion --organization <id>
      confirms that an organization is deleted, where its one owner asked for it and there is no second owner;
      it waits as long as after an owner's confirmation

  admin import-registry --organization <id> --registry <id> --file <path>
      gives a registry a file of any size

  admin replace-key
      makes a new sealing key and keeps the old one as a former key; start Castellan anew afterwards

  admin forget-former-keys
      forgets the keys that were replaced, once nothing is sealed with them any more

Exit codes: 0 done, 1 refused, 2 not understood.
`;

/** What was typed is not a command. The sentence says what is missing. */
class Misunderstood extends Error {}

const COMMANDS: Record<string, (argv: string[]) => Promise<string>> = {
  "create-organization": makeOrganization,
  "reset-sign-in": resetSomebody,
  "confirm-deletion": confirmDeletionOf,
  "import-registry": importFileOf,
  "replace-key": () => withDatabase(replaceKey),
  "forget-former-keys": () => withDatabase(forgetFormer),
};

/**
 * Runs one operator command on the database of this installation, beside a server that runs or alone, and returns the
 * exit code. Results go to standard output, everything else to standard error.
 */
export async function runAdmin(argv: string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || argv.includes("--help")) {
    process.stdout.write(usage);
    return 0;
  }
  try {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) throw new Misunderstood(`There is no command "admin ${name}".`);
    process.stdout.write(await command(rest));
    return 0;
  } catch (error) {
    const sentence = misunderstood(error);
    if (sentence) process.stderr.write(`${sentence}\n\n${usage}`);
    else if (error instanceof DomainError) process.stderr.write(`${error.message}\n`);
    else throw error;
    return sentence ? 2 : 1;
  }
}

function misunderstood(error: unknown): string | undefined {
  if (error instanceof Misunderstood) return error.message;
  if (error instanceof z.ZodError) return error.issues[0]?.message ?? "Not understood.";
  const isOfArguments =
    error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  return isOfArguments ? error.message : undefined;
}

const text = { type: "string" } as const;
const json = { json: { type: "boolean" } } as const;

async function makeOrganization(args: string[]): Promise<string> {
  const options = { "owner-email": text, "owner-name": text, "time-zone": text, "key-environment": text };
  const { values } = parseArgs({ args, options: { ...json, ...options, name: text } });
  if (!values.name) throw new Misunderstood("Say what the organization is called: --name <name>");
  if (!values["owner-email"]) throw new Misunderstood("Say who owns it: --owner-email <address>");
  const input = CreateOrganizationInput.parse({
    name: values.name,
    ownerEmail: values["owner-email"],
    ownerName: values["owner-name"],
    timeZone: values["time-zone"],
  });
  const choice = `--key-environment is one of ${ENVIRONMENTS.join(", ")}.`;
  const environment = z.enum(ENVIRONMENTS, choice).optional().parse(values["key-environment"]) ?? null;
  return withDatabase(async () => {
    const { organization, owner, key, link, isOwnerProved } = await makeAtOnce(input, environment);
    if (!isOwnerProved) process.stderr.write(unprovedOwner(owner.email));
    const result = {
      organization,
      owner: { memberId: owner.memberId, email: owner.email },
      apiKey: key.key,
      apiKeyExpiresAt: key.expiresAt.toISOString(),
      signInUrl: signInUrl(link),
      expiresAt: link?.expiresAt.toISOString() ?? null,
      url: `${publicUrl()}${paths.home(organization.slug)}`,
    };
    return values.json ? oneLine(result) : toldOrganization(result);
  });
}

function unprovedOwner(email: string): string {
  return `Somebody signs in as ${email} already and has not proved that the mailbox is theirs. They own the organization now.
If it may be a stranger: admin reset-sign-in --email ${email} --forget-second-factors ends what they have.\n\n`;
}

/** The three belong together: an organization whose owner has no way in helps nobody. */
function makeAtOnce(input: CreateOrganizationInput, environment: Environment | null) {
  const alone = operatorContext(uuidv7());
  return inTransaction(alone, async (tx) => {
    const ctx = { ...alone, tx };
    const { organization, owner, isOwnerProved } = await createOrganization(ctx, input);
    const { memberId } = owner;
    const name = "First key, made by the operator";
    const key = await createApiKey(ctx, { memberId, name, scopes: [...SCOPES], days: KEY_DAYS, environment });
    const link = owner.hasPassword ? undefined : await resetSignIn(ctx, { memberId });
    return { organization, owner, key, link, isOwnerProved };
  });
}

async function resetSomebody(args: string[]): Promise<string> {
  const options = { ...json, email: text, "forget-second-factors": { type: "boolean" } } as const;
  const { values } = parseArgs({ args, options });
  if (!values.email) throw new Misunderstood("Say whose sign-in: --email <address>");
  const email = EmailAddress.parse(values.email);
  return withDatabase(async () => {
    const [membership] = await listMembershipsOf(database(), email);
    if (!membership) throw new Conflict(`Nobody here signs in as ${email}. Nothing was changed.`);
    const link = await resetSignIn(operatorContext(membership.orgId), {
      memberId: membership.memberId,
      forgetSecondFactors: values["forget-second-factors"] ?? false,
    });
    const expiresAt = link.expiresAt.toISOString();
    if (values.json) return oneLine({ email, signInUrl: signInUrl(link), expiresAt });
    return `The old password of ${email} is forgotten and every session ended. A new password can be set until ${day(expiresAt)}:

  ${signInUrl(link)}
`;
  });
}

async function confirmDeletionOf(args: string[]): Promise<string> {
  const { values } = parseArgs({ args, options: { organization: text } });
  const id = z.uuid("Say which organization by its id: --organization <id>").parse(values.organization);
  return withDatabase(() => confirmAsOperator(id));
}

async function importFileOf(args: string[]): Promise<string> {
  const { values } = parseArgs({ args, options: { organization: text, registry: text, file: text } });
  const orgId = z.uuid("Say which organization by its id: --organization <id>").parse(values.organization);
  const registryId = z.uuid("Say which registry by its id: --registry <id>").parse(values.registry);
  const { file } = values;
  if (!file) throw new Misunderstood("Say which file: --file <path>");
  return withDatabase(() => importAsOperator({ orgId, registryId, file }));
}

async function withDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    await prepare({ join: true, demo: false });
    return await work();
  } finally {
    await stop();
  }
}

function signInUrl(link: SignInLink | undefined): string {
  return `${publicUrl()}${link ? paths.invitation(link.token) : paths.signIn()}`;
}

function oneLine(result: object): string {
  return `${JSON.stringify(result)}\n`;
}

function day(instant: string): string {
  return instant.slice(0, 10);
}

type Made = {
  organization: { name: string };
  owner: { email: string };
  apiKey: string;
  apiKeyExpiresAt: string;
  signInUrl: string;
  expiresAt: string | null;
  url: string;
};

function toldOrganization(made: Made): string {
  const entrance = made.expiresAt
    ? `The owner sets a password here, until ${day(made.expiresAt)}:`
    : "The owner has a password already and signs in with it:";
  return `${made.organization.name} is made, and ${made.owner.email} owns it: ${made.url}

  ${entrance}
  ${made.signInUrl}

  API key of the owner, until ${day(made.apiKeyExpiresAt)}:
  ${made.apiKey}

Both are shown only now. Keep them like passwords. Try the key:
  curl -H "Authorization: Bearer <the key>" ${publicUrl()}/api/v1/members
`;
}
