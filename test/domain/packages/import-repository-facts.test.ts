import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { Invalid } from "#app/domain/errors.ts";
import { listGivenRepositories } from "#app/domain/packages/repository/given-repositories.server.ts";
import {
  importRepositoryFacts,
  importRepositoryFile,
} from "#app/domain/packages/repository/import-repository-facts.server.ts";
import { readRepositoryFile } from "#app/domain/packages/repository/read-repository-file.ts";
import { recordEvidence } from "#app/domain/trust/record-evidence.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, type TestOrganization } from "#test/support/factories.ts";
import { expectForbidden, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

const entry = {
  identity: "pypi:told",
  release: "1.0.0",
  repository: "https://github.com/owner/told.git",
  lookedAt: "2026-11-01T10:00:00Z",
  isArchived: true,
  licence: "MIT",
  lastCommitAt: "2026-10-30T10:00:00Z",
  tag: "v1.0.0",
};
const give = (org: TestOrganization, ...repositories: (typeof entry)[]) =>
  importRepositoryFacts(as(org, org.owner), { repositories });
const evidence = (org: TestOrganization) =>
  database.admin`select "row", release, answer, source from evidence where org_id = ${org.id}
    and identity = 'pypi:told' order by "row"`;
const remarks = (run: () => unknown): string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof Invalid) return error.fields.text ?? [];
    throw error;
  }
  return [];
};

test("who guards gives facts of a repository, which become evidence from a file, with one event", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  await expectOneEvent(org, ctx, "package_look.import", () => give(org, entry));
  const source = "file of 2026-11-01: github.com/owner/told";
  expect(await evidence(org)).toEqual([
    { row: "archived", release: "", answer: "found", source },
    { row: "last_commit", release: "", answer: "found", source },
    { row: "licence", release: "", answer: "found", source },
    { row: "source_at_tag", release: "1.0.0", answer: "found", source },
  ]);
  expect(await listGivenRepositories(ctx)).toMatchObject([
    { identity: "pypi:told", place: "github.com/owner/told", givenAt: ctx.now },
  ]);
  await expectForbidden(org, async () =>
    importRepositoryFacts(as(org, await createMember(org, "member")), { repositories: [entry] }),
  );
  await expectForbidden(org, async () =>
    importRepositoryFile(as(org, await createMember(org, "approver")), { text: "no JSON" }),
  );
  const other = await createOrganization(database.db);
  expect(await listGivenRepositories(as(other, other.owner))).toEqual([]);
});

test("the same file again changes nothing, even twice at once, and older facts do not replace newer ones", async () => {
  const org = await createOrganization(database.db);
  const both = await Promise.all([give(org, entry), give(org, entry)]);
  expect(both.map(({ taken }) => taken).sort()).toEqual([0, 1]);
  const older = { ...entry, lookedAt: "2026-10-31T00:00:00Z", isArchived: false };
  expect(await give(org, older)).toEqual({ taken: 0, left: 1 });
  expect((await evidence(org))[0]?.answer).toBe("found");
  const newer = { ...entry, lookedAt: "2026-11-02T00:00:00Z", isArchived: false };
  expect(await give(org, newer)).toEqual({ taken: 1, left: 0 });
  expect((await evidence(org))[0]?.answer).toBe("not_found");
});

test("facts of a file are of the day they were looked up: aged to it, and replacing nothing that is newer", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const of = (row: "archived" | "issue_answers", lookedAt: Date, more: object) =>
    inTransaction(ctx, (tx) =>
      recordEvidence(tx, ctx, [
        { identity: "pypi:told", row, source: "github.com/owner/told", lookedAt, ...more } as never,
      ]),
    );
  await of("archived", new Date("2026-11-10T10:00:00Z"), { answer: "not_found", detail: { says: "Live." } });
  await of("issue_answers", new Date("2026-11-10T10:00:00Z"), {
    answer: "could_not_look",
    detail: { why: "It did not answer." },
  });
  const issues = { looked: 10, answered: 10, medianHours: 5 };
  expect(await give(org, { ...entry, issues } as typeof entry)).toEqual({ taken: 1, left: 0 });
  const rows =
    await database.admin`select "row", answer, detail ->> 'says' as says, looked_at, failed_at, failed_why
    from evidence where org_id = ${org.id} and identity = 'pypi:told' and release = '' order by "row"`;
  expect(rows).toMatchObject([
    { row: "archived", answer: "not_found", says: "Live." },
    {
      row: "issue_answers",
      answer: "found",
      looked_at: new Date(entry.lookedAt),
      failed_at: new Date("2026-11-10T10:00:00Z"),
      failed_why: "It did not answer.",
    },
    { row: "last_commit", says: "The last commit was 2 days ago.", looked_at: new Date(entry.lookedAt) },
    { row: "licence", answer: "found", looked_at: new Date(entry.lookedAt) },
  ]);
});

test("old looks from files go, the newest stay", async () => {
  const org = await createOrganization(database.db);
  for (const day of ["01", "02", "03", "04", "05", "06", "07"])
    await give(org, { ...entry, lookedAt: `2026-11-${day}T11:00:00Z` });
  const rows = await listGivenRepositories(as(org, org.owner));
  expect(rows.map(({ lookedAt }) => lookedAt.getUTCDate())).toEqual([7, 6, 5, 4, 3]);
});

test("one repository, a list and the named list are read alike", () => {
  const whole = { repositories: [entry] };
  for (const given of [entry, [entry], whole])
    expect(readRepositoryFile(`\uFEFF${JSON.stringify(given)}`)).toEqual(whole);
});

test("what is wrong is said with its line or entry, and nothing is kept", async () => {
  expect(remarks(() => readRepositoryFile('{\n "repositories": [\n  {,}\n]}'))).toEqual([
    "Line 3 is no JSON.",
  ]);
  expect(remarks(() => readRepositoryFile("<html>"))).toEqual(["Line 1 is no JSON."]);
  expect(remarks(() => readRepositoryFile('[\n{"identity":\n"pypi:a"'))).toEqual(["Line 3 is no JSON."]);
  expect(remarks(() => readRepositoryFile(" "))).toEqual(["Nothing was given."]);
  const bad = [entry, { ...entry, identity: "npm:b", lastCommitAt: "yesterday" }];
  expect(remarks(() => readRepositoryFile(JSON.stringify(bad)))).toEqual([
    "Entry 2, lastCommitAt: Give a time such as 2026-11-20T10:00:00Z.",
  ]);
  for (const odd of [
    { repository: "http://github.com/owner/told" },
    { repository: "https://user:word@github.com/owner/told" },
    { identity: "pypi:\u200btold" },
    { licence: "MIT\u0000" },
    { stars: 5 },
    { issues: { looked: 1, answered: 2, medianHours: 1 } },
  ])
    expect(remarks(() => readRepositoryFile(JSON.stringify({ ...entry, ...odd })))[0]).toMatch(/^Entry 1/);
  const many = JSON.stringify(Array.from({ length: 1_001 }, () => entry));
  expect(remarks(() => readRepositoryFile(many))).toEqual([expect.stringMatching(/at most 1,000/)]);
  const wild = Array.from({ length: 50 }, () => ({}));
  expect(remarks(() => readRepositoryFile(JSON.stringify(wild)))).toHaveLength(21);

  const org = await createOrganization(database.db);
  await expect(give(org, entry, entry)).rejects.toThrow(/Nothing of it was kept/);
  await expect(give(org, { ...entry, lookedAt: "2030-01-01T00:00:00Z" })).rejects.toThrow(Invalid);
  const after = { ...entry, lastCommitAt: "2026-11-02T00:00:00Z" };
  await expect(give(org, after)).rejects.toMatchObject({
    fields: { text: ["Entry 1, lastCommitAt: This is after it was looked at."] },
  });
  expect(await listGivenRepositories(as(org, org.owner))).toEqual([]);
});
