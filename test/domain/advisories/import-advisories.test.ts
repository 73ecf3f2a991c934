import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  findAdvisoryPiece,
  getAdvisoryImport,
  listAdvisoryImports,
} from "#app/domain/advisories/advisory-import-queries.server.ts";
import { createAdvisoryImport } from "#app/domain/advisories/create-advisory-import.server.ts";
import { finishAdvisoryImport } from "#app/domain/advisories/finish-advisory-import.server.ts";
import { giveUpLostAdvisoryImports } from "#app/domain/advisories/give-up-lost-advisory-imports.server.ts";
import { readOsv } from "#app/domain/advisories/osv/read-osv.ts";
import { storeAdvisories } from "#app/domain/advisories/store-advisories.server.ts";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import { importAdvisories } from "#app/jobs/import-advisories.server.ts";
import { importRecords, localWorld } from "#test/support/advisory-scenes.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  auditEvents,
  createMember,
  createOrganization,
  NOON,
  type TestOrganization,
} from "#test/support/factories.ts";
import { jsonLines, osvOf } from "#test/support/osv-records.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";
import { zipOf } from "#test/support/zip.ts";

const database = openTestDatabase();

const advisoriesOf = (org: TestOrganization) =>
  database.admin`select a.osv_id, a.severity, a.withdrawn_at is not null as withdrawn, p.package, p.versions
    from advisory a left join advisory_package p on p.org_id = a.org_id and p.advisory_id = a.id
    where a.org_id = ${org.id} order by a.osv_id, p.position`;

const counts = async (org: TestOrganization, id: string) => {
  const { read, added, changed, unchanged, older, withdrawn, odd, state } = await getAdvisoryImport(
    as(org, org.owner),
    id,
  );
  return { read, added, changed, unchanged, older, withdrawn, odd, state };
};

test("a file becomes advisories, found by id, alias and package, with an event at its beginning and its end", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const text = jsonLines([
    osvOf("GHSA-1", "@scope/one"),
    osvOf("PYSEC-1", "Two_Three", { ecosystem: "PyPI", versions: ["1.0"] }),
  ]);
  const made = await expectOneEvent(org, ctx, "advisory_import.create", () =>
    createAdvisoryImport(ctx, { text, name: "all.json" }),
  );
  await importAdvisories(localWorld(org), { orgId: org.id, importId: made.id });
  expect(await advisoriesOf(org)).toMatchObject([
    { osv_id: "GHSA-1", severity: "high", package: "npm:@scope/one", versions: [] },
    { osv_id: "PYSEC-1", package: "pypi:two-three", versions: ["1.0"] },
  ]);
  expect(await counts(org, made.id)).toEqual({
    read: 2,
    added: 2,
    changed: 0,
    unchanged: 0,
    older: 0,
    withdrawn: 0,
    odd: 0,
    state: "done",
  });
  expect((await auditEvents(org)).map(({ verb }) => verb)).toEqual([
    "advisory_import.create",
    "advisory_import.finish",
  ]);
  expect(await findAdvisoryPiece(ctx, made.id, 0)).toBeUndefined();
  expect(await listAdvisoryImports(ctx)).toHaveLength(1);
});

test("the same file again changes nothing, in any of its forms", async () => {
  const org = await createOrganization(database.db);
  const records = [osvOf("GHSA-1", "one"), osvOf("GHSA-2", "two")];
  await importRecords(org, records);
  const before = await database.admin`select * from advisory where org_id = ${org.id} order by id`;
  for (const text of [JSON.stringify(records), JSON.stringify({ vulns: records })]) {
    const { id } = await createAdvisoryImport(as(org, org.owner), { text });
    await importAdvisories(localWorld(org), { orgId: org.id, importId: id });
    expect(await counts(org, id)).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
  }
  expect(await database.admin`select * from advisory where org_id = ${org.id} order by id`).toEqual(before);
});

test("a newer record replaces an older one, an older one nothing, and a withdrawal is kept", async () => {
  const org = await createOrganization(database.db);
  await importRecords(org, [osvOf("GHSA-1", "one", { modified: "2026-11-02T00:00:00Z" })]);
  const old = await importRecords(org, [osvOf("GHSA-1", "old", { modified: "2026-11-01T00:00:00Z" })]);
  expect(await counts(org, old)).toMatchObject({ changed: 0, older: 1 });
  const gone = { modified: "2026-11-03T00:00:00Z", withdrawn: "2026-11-03T00:00:00Z" };
  const next = await importRecords(org, [osvOf("GHSA-1", "new", gone)]);
  expect(await counts(org, next)).toMatchObject({ changed: 1, withdrawn: 1 });
  expect(await advisoriesOf(org)).toMatchObject([{ osv_id: "GHSA-1", package: "npm:new", withdrawn: true }]);
});

test("what is odd is said with its line, and the rest is imported", async () => {
  const org = await createOrganization(database.db);
  const text = [
    JSON.stringify(osvOf("GHSA-1", "one")),
    '{"id":"GHSA-2","x":',
    "nonsense",
    '{"summary":"no id"}',
    JSON.stringify(osvOf("GHSA-3", "three", { affected: [] })),
  ].join("\n");
  const { id } = await createAdvisoryImport(as(org, org.owner), { text });
  await importAdvisories(localWorld(org), { orgId: org.id, importId: id });
  const { notes, added } = await getAdvisoryImport(as(org, org.owner), id);
  expect(added).toBe(2);
  expect(notes).toEqual(
    expect.arrayContaining([
      "Line 4: It has no id, so it is no advisory in the OSV format.",
      "Line 5: GHSA-3: it names no package.",
    ]),
  );
});

test("an import that broke off goes on with the next record and counts each once", async () => {
  const org = await createOrganization(database.db);
  const records = Array.from({ length: 450 }, (_, n) => osvOf(`GHSA-${n}`, `package-${n}`));
  const { id } = await createAdvisoryImport(as(org, org.owner), { text: jsonLines(records) });
  const advisories = records.slice(0, 200).flatMap((one) => readOsv(one).advisory ?? []);
  await storeAdvisories(asOperator(org), { importId: id, from: 0, records: 200, advisories, notes: [] });
  expect(await counts(org, id)).toMatchObject({ state: "running", read: 200 });
  await importAdvisories(localWorld(org), { orgId: org.id, importId: id });
  expect(await counts(org, id)).toMatchObject({ state: "done", read: 450, added: 450, unchanged: 0 });
  // a job that comes once more finds nothing to do
  await importAdvisories(localWorld(org), { orgId: org.id, importId: id });
  expect(await finishAdvisoryImport(asOperator(org), { importId: id, problem: null })).toEqual({
    finished: false,
  });
  expect((await auditEvents(org)).filter(({ verb }) => verb === "advisory_import.finish")).toHaveLength(1);
});

test("only those who guard the organization import, and nobody sees another's", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const member = await createMember(org, "approver");
  await expectForbidden(org, async () => createAdvisoryImport(as(org, member), { text: "{}" }));
  await expectForbidden(org, async () =>
    createAdvisoryImport(as(org, org.owner, { scopes: ["read"] }), { text: "{}" }),
  );
  const id = await importRecords(other, [osvOf("GHSA-1", "one")]);
  await expectNotFound(org, () => getAdvisoryImport(as(org, org.owner), id));
  await expect(createAdvisoryImport(as(org, org.owner), { id, text: "{}" })).resolves.toEqual({ id });
  expect(await advisoriesOf(org)).toEqual([]);
});

test("a form sent twice is one import, and another's form is refused", async () => {
  const org = await createOrganization(database.db);
  const admin = await createMember(org, "admin");
  const { id } = await createAdvisoryImport(as(org, org.owner), { text: "{}" });
  await expect(createAdvisoryImport(as(org, org.owner), { id, text: "{}" })).resolves.toEqual({ id });
  await expect(createAdvisoryImport(as(org, admin), { id, text: "{}" })).rejects.toBeInstanceOf(Conflict);
});

test("a zip is read as its files are, and what stands before its break is kept", async () => {
  const org = await createOrganization(database.db);
  const files = [1, 2, 3].map((n) => ({
    name: `GHSA-${n}.json`,
    text: JSON.stringify(osvOf(`GHSA-${n}`, "one"), null, 2),
  }));
  const whole = await createAdvisoryImport(as(org, org.owner), { text: zipOf(files).toString("base64") });
  await importAdvisories(localWorld(org), { orgId: org.id, importId: whole.id });
  expect(await counts(org, whole.id)).toMatchObject({ state: "done", read: 3, added: 3, odd: 0 });
  const lying = zipOf([
    { name: "4.json", text: JSON.stringify(osvOf("GHSA-4", "four")) },
    { name: "5.json", text: "{}", claims: 77 },
  ]);
  const broken = await createAdvisoryImport(as(org, org.owner), { text: lying.toString("base64") });
  await importAdvisories(localWorld(org), { orgId: org.id, importId: broken.id });
  expect(await getAdvisoryImport(as(org, org.owner), broken.id)).toMatchObject({
    state: "failed",
    added: 1,
    problem: expect.stringContaining("The zip is broken"),
  });
});

test("packed files, nothing and both at once are refused with what to do", async () => {
  const org = await createOrganization(database.db);
  for (const input of [
    { text: "PK\u0003\u0004..." },
    { text: "\u001f\ufffd..." },
    {},
    { text: "  " },
    { text: "{}", url: "https://example.test/x" },
  ])
    expect(() => createAdvisoryImport(as(org, org.owner), input)).toThrow(Invalid);
});

describe("from an address,", () => {
  let base = "";
  const answers: Record<string, (answer: http.ServerResponse) => void> = {
    "/all.json": (answer) => answer.end(JSON.stringify([osvOf("GHSA-1", "one")])),
    "/all.zip": (answer) =>
      answer.end(zipOf([{ name: "npm/GHSA-1.json", text: JSON.stringify(osvOf("GHSA-1", "one")) }])),
    "/all.gz": (answer) => answer.end(Buffer.from([0x1f, 0x8b, 8, 0])),
    "/page": (answer) => answer.end("<!doctype html><title>Sign in</title>"),
    "/gone": (answer) => answer.writeHead(404).end("no"),
    "/empty": (answer) => answer.end("[]"),
    "/packed": (answer) => answer.writeHead(200, { "Content-Encoding": "gzip" }).end("x"),
    "/large": (answer) => answer.writeHead(200, { "Content-Length": String(600 * 1024 * 1024) }).end("{}"),
    "/loop": (answer) => answer.writeHead(302, { Location: "/loop" }).end(),
    "/private": (answer) => answer.writeHead(302, { Location: "http://10.0.0.1/x" }).end(),
  };
  const server = http.createServer((request, answer) => answers[request.url ?? ""]?.(answer));
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  async function fetched(path: string) {
    const org = await createOrganization(database.db);
    const { id } = await createAdvisoryImport(as(org, org.owner), { url: `${base}${path}?token=secret` });
    const asked = answers[path];
    if (asked) answers[`${path}?token=secret`] = asked;
    await importAdvisories(localWorld(org), { orgId: org.id, importId: id });
    const [kept] = await database.admin`select name, url from advisory_import where id = ${id}`;
    expect(kept).toEqual({ name: `${base}${path}`, url: null });
    return getAdvisoryImport(as(org, org.owner), id);
  }

  test("records are read as from a file, and the query of the address is shown nowhere", async () => {
    const row = await fetched("/all.json");
    expect(row).toMatchObject({ state: "done", added: 1, name: `${base}/all.json` });
    expect(JSON.stringify(row)).not.toContain("secret");
  });

  test("a zip is read as its files are", async () => {
    expect(await fetched("/all.zip")).toMatchObject({ state: "done", added: 1, odd: 0 });
  });

  for (const [path, says] of Object.entries({
    "/page": /a page, not a file/,
    "/gone": /answered 404/,
    "/empty": /no record/,
    "/packed": /packed/,
    "/all.gz": /packed by gzip/,
    "/large": /more than is read/,
    "/loop": /too often/,
    "/private": /private network/,
  }))
    test(`${path.slice(1)} ends the import with why`, async () => {
      expect(await fetched(path)).toMatchObject({
        state: "failed",
        problem: expect.stringMatching(says),
        added: 0,
      });
    });
});

test("an import whose job is gone is ended after a day, and neither its address nor its file stays", async () => {
  const org = await createOrganization(database.db);
  const { id } = await createAdvisoryImport(as(org, org.owner), {
    url: "https://example.test/all.json?token=secret",
  });
  const at = (hours: number) => ({
    ...asOperator(org),
    actor: { kind: "system" as const, job: "sweep" },
    now: new Date(NOON.getTime() + hours * 3_600_000),
  });
  expect(await giveUpLostAdvisoryImports(at(23), { limit: 10 })).toEqual({ ended: 0 });
  await expectOneEvent(org, at(25), "advisory_import.finish", () =>
    giveUpLostAdvisoryImports(at(25), { limit: 10 }),
  );
  expect(await getAdvisoryImport(as(org, org.owner), id)).toMatchObject({
    state: "failed",
    problem: expect.stringContaining("Import it again"),
  });
  const [kept] = await database.admin`select url from advisory_import where id = ${id}`;
  expect(kept).toEqual({ url: null });
});
