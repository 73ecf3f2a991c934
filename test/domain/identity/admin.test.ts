import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { SCOPES } from "#app/domain/permissions.ts";
import { openTestDatabase } from "#test/support/database.ts";

const database = openTestDatabase();

let runAdmin: (argv: string[]) => Promise<number>;

// a database somebody brought: the command opens and closes it by itself. The environment is read once, on import.
beforeAll(async () => {
  process.env.DATABASE_URL = database.runtimeUrl;
  process.env.CASTELLAN_KEY = randomBytes(32).toString("base64");
  process.env.PUBLIC_URL = "https://castellan.example.test";
  ({ runAdmin } = await import("#app/admin.server.ts"));
});

/** Runs a command and keeps what it printed from the test's own output. */
async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const printed = { out: "", err: "" };
  const keep = (stream: "out" | "err") => (text: string | Uint8Array) => {
    printed[stream] += String(text);
    return true;
  };
  const [out, err] = [process.stdout.write, process.stderr.write];
  process.stdout.write = keep("out");
  process.stderr.write = keep("err");
  try {
    return { code: await runAdmin(argv), ...printed };
  } finally {
    process.stdout.write = out;
    process.stderr.write = err;
  }
}

const Printed = z.object({
  organization: z.strictObject({ id: z.uuid(), slug: z.string(), name: z.string() }),
  owner: z.strictObject({ memberId: z.uuid(), email: z.string() }),
  apiKey: z.string(),
  apiKeyExpiresAt: z.iso.datetime(),
  signInUrl: z.url(),
  expiresAt: z.iso.datetime().nullable(),
  url: z.url(),
});

function create(name: string, email: string, ...more: string[]) {
  return run("create-organization", "--name", name, "--owner-email", email, "--json", ...more);
}

test("an organization, its owner's working key and link come as exactly one line of JSON", async () => {
  const { code, out, err } = await create("Kiln", "Owner@Example.test", "--key-environment", "staging");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out.trim().split("\n")).toHaveLength(1);
  const made = Printed.parse(JSON.parse(out));
  expect(made.owner.email).toBe("owner@example.test");
  expect(made.url).toBe("https://castellan.example.test/kiln");
  const [key] = await database.db.execute(sql`select * from lookup_api_key(${hashSecret(made.apiKey)})`);
  expect(key).toMatchObject({ org_slug: "kiln", role: "owner", scopes: [...SCOPES], environment: "staging" });
  const token = new URL(made.signInUrl).pathname.replace("/invitations/", "");
  const [link] = await database.db.execute(sql`select * from lookup_invitation(${hashSecret(token)})`);
  expect(link).toMatchObject({ org_slug: "kiln", email: "owner@example.test", role: "owner" });
});

test("an owner who has a password keeps it and is sent to sign in", async () => {
  const first = Printed.parse(JSON.parse((await create("One", "known@example.test")).out));
  await database.admin`update account set password_hash = 'known' where email = ${first.owner.email}`;
  const second = Printed.parse(JSON.parse((await create("Two", "known@example.test")).out));
  expect(second).toMatchObject({ signInUrl: "https://castellan.example.test/sign-in", expiresAt: null });
  const [account] =
    await database.admin`select password_hash from account where email = ${first.owner.email}`;
  expect(account?.password_hash).toBe("known");
});

test("the operator is told when an owner's address was never proved, and not when it was", async () => {
  const email = "claimed@example.test";
  await create("Three", email);
  await database.admin`update account set password_hash = 'known' where email = ${email}`;
  const unproved = await create("Four", email);
  expect(unproved.err).toContain(`signs in as ${email} already and has not proved`);
  expect(unproved.code).toBe(0);
  await database.admin`update account set email_verified_at = now() where email = ${email}`;
  expect((await create("Five", email)).err).toBe("");
});

test("a lost password: the old one is forgotten and a link printed; an address nobody has is refused", async () => {
  await create("Three", "lost@example.test");
  await database.admin`update account set password_hash = 'lost' where email = 'lost@example.test'`;
  const { code, out } = await run("reset-sign-in", "--email", "LOST@example.test");
  expect(code).toBe(0);
  expect(out).toContain("https://castellan.example.test/invitations/inv_");
  const [account] = await database.admin`select password_hash from account where email = 'lost@example.test'`;
  expect(account?.password_hash).toBeNull();
  const nobody = await run("reset-sign-in", "--email", "nobody@example.test");
  expect(nobody).toMatchObject({ code: 1, out: "" });
  expect(nobody.err).toContain("nobody@example.test");
});

test.each([
  [["remove-everything"]],
  [["create-organization", "--name", "X"]],
  [["create-organization", "--owner-email", "a@example.test"]],
  [["create-organization", "--name", "X", "--owner-email", "not an address"]],
  [["create-organization", "--name", "X", "--owner-email", "a@example.test", "--colour", "red"]],
  [["create-organization", "--name", "X", "--owner-email", "a@example.test", "--time-zone", "Mars/Base"]],
  [["create-organization", "--name", "X", "--owner-email", "a@example.test", "--key-environment", "test"]],
  [["reset-sign-in"]],
])("%j is answered with one sentence and the usage on standard error, exit 2", async (argv) => {
  const { code, out, err } = await run(...argv);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("admin create-organization --name");
});

test("--help prints the usage on standard output", async () => {
  const { code, out } = await run("--help");
  expect(code).toBe(0);
  expect(out).toContain("reset-sign-in");
});

test("the operator is the second yes to a deletion an only owner asked for, and to nothing else", async () => {
  const made = await create("To be deleted", "only@example.test");
  const { organization, owner } = Printed.parse(JSON.parse(made.out));
  const confirm = () => run("confirm-deletion", "--organization", organization.id);
  const early = await confirm();
  expect([early.code, early.err]).toEqual([
    1,
    `No owner of ${organization.id} asks to delete it. Nothing was changed.\n`,
  ]);
  await database.admin`insert into organization_deletion (org_id, id, requested_by, requested_at)
    values (${organization.id}, gen_random_uuid(), ${owner.memberId}, now())`;
  const done = await confirm();
  expect([done.code, done.out]).toEqual([0, expect.stringContaining("unless an owner cancels it before")]);
  expect((await confirm()).err).toContain("confirmed already");
  expect((await run("confirm-deletion")).code).toBe(2);
  expect((await run("confirm-deletion", "--organization", "01a21aac-6dd6-7b18-8356-74632465c2df")).code).toBe(
    1,
  );
});
