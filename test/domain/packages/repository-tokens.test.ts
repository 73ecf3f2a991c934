import { expect, test } from "vitest";
import { forgetRepositoryToken } from "#app/domain/packages/repository/forget-repository-token.server.ts";
import { SetRepositoryTokenInput } from "#app/domain/packages/repository/repository-token-inputs.ts";
import {
  listRepositoryTokens,
  readRepositoryToken,
} from "#app/domain/packages/repository/repository-token-queries.server.ts";
import { setRepositoryToken } from "#app/domain/packages/repository/set-repository-token.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, asOperator, auditEvents, createMember, createOrganization } from "#test/support/factories.ts";
import { sealWithRandomKey } from "#test/support/sealing.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

sealWithRandomKey();
const database = openTestDatabase();
const TOKEN = { host: "github", secret: "ghp_of-this-test" } as const;

test("a token is sealed, found by the look alone, shown to nobody, and written into no event", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  await expectOneEvent(org, ctx, "repository_token.set", () => setRepositoryToken(ctx, TOKEN));
  const rows = await listRepositoryTokens(ctx);
  expect(rows).toEqual([{ host: "github", enteredBy: org.owner.name, enteredAt: ctx.now }]);
  expect(await readRepositoryToken(asOperator(org), "github")).toBe(TOKEN.secret);
  expect(await readRepositoryToken(asOperator(org), "gitlab")).toBeNull();
  const kept = await database.admin`select * from sealed_secret where org_id = ${org.id}`;
  expect(kept).toHaveLength(1);
  const told = JSON.stringify([kept, rows, await auditEvents(org)]);
  expect(told).not.toContain(TOKEN.secret);
});

test("another one replaces it, and removal forgets it; two at once leave one", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  await Promise.all([1, 2, 3].map((n) => setRepositoryToken(ctx, { ...TOKEN, secret: `ghp_number-${n}` })));
  expect(await database.admin`select id from sealed_secret where org_id = ${org.id}`).toHaveLength(1);
  await setRepositoryToken(ctx, { host: "gitlab", secret: "glpat-of-this-test" });
  await expectOneEvent(org, ctx, "repository_token.forget", () =>
    forgetRepositoryToken(ctx, { host: "github" }),
  );
  expect((await listRepositoryTokens(ctx)).map(({ host }) => host)).toEqual(["gitlab"]);
  expect(await readRepositoryToken(asOperator(org), "github")).toBeNull();
  await expectNotFound(org, () => forgetRepositoryToken(ctx, { host: "github" }));
  await expectNotFound(org, async () => forgetRepositoryToken(ctx, { host: "elsewhere" }));
});

test("only administrators enter, see and forget tokens, and nobody another organization's", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const guard = as(org, await createMember(org, "security"));
  await expectForbidden(org, async () => setRepositoryToken(guard, TOKEN));
  await expectForbidden(org, async () => listRepositoryTokens(guard));
  await setRepositoryToken(as(org, org.owner), TOKEN);
  await expectForbidden(org, async () => forgetRepositoryToken(guard, { host: "github" }));
  const stranger = as(other, other.owner);
  expect(await listRepositoryTokens(stranger)).toEqual([]);
  expect(await readRepositoryToken(asOperator(other), "github")).toBeNull();
  await expectNotFound(other, () => forgetRepositoryToken(stranger, { host: "github" }));
  const approver = as(org, await createMember(org, "approver"));
  await expectForbidden(org, async () => readRepositoryToken(approver, "github"));
});

test("what is no token is refused before it is sealed", () => {
  for (const secret of ["", "short", "with a blank", "l\u00f6ng-enough", "x".repeat(501), "new\nlines-in-it"])
    expect(SetRepositoryTokenInput.safeParse({ host: "github", secret }).success, secret).toBe(false);
  expect(SetRepositoryTokenInput.safeParse({ host: "bitbucket", secret: TOKEN.secret }).success).toBe(false);
});
