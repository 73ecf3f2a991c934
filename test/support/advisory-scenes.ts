import { guardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import { createAdvisoryImport } from "#app/domain/advisories/create-advisory-import.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { importAdvisories } from "#app/jobs/import-advisories.server.ts";
import type { JobWorld } from "#app/jobs/job-world.ts";
import { as, NOON, type TestOrganization } from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf } from "#test/support/inventory-factories.ts";
import { jsonLines } from "#test/support/osv-records.ts";
import { noMail } from "#test/support/smtp.ts";

/** A world whose jobs may reach this machine, where the counterparts of public services listen. */
export function localWorld(
  org: Pick<TestOrganization, "db">,
  now: Date = NOON,
): JobWorld & { errors: unknown[] } {
  const errors: unknown[] = [];
  return {
    ...noMail,
    db: org.db,
    now: () => now,
    reach: (limits) => guardedFetch({ ...limits, allowedNetworks: ["127.0.0.1/32"] }),
    onError: (error) => errors.push(error),
    errors,
  };
}

/** Imports records and carries the job out. */
export async function importRecords(org: TestOrganization, records: readonly unknown[], ctx?: MemberCtx) {
  const by = ctx ?? as(org, org.owner);
  const { id } = await createAdvisoryImport(by, { text: jsonLines(records), name: "osv.jsonl" });
  await importAdvisories(localWorld(org, by.now), { orgId: org.id, importId: id });
  return id;
}

/** Reports installations of npm packages on a pasted device of the owner: name to `package@version`. */
export function installs(org: TestOrganization, specs: Record<string, string>, now: Date = NOON) {
  const entries = Object.entries(specs).map(([name, spec]) => npxEntry(name, spec));
  return recordScan(as(org, org.owner, { now }), {
    report: reportOf([fileOf(entries)]),
    deviceName: "laptop",
  });
}
