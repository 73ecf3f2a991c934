import { describe, expect, test } from "vitest";
import * as direction from "./direction-rules.ts";
import * as mould from "./mould-rules.ts";
import * as shape from "./shape-rules.ts";
import { type Rule, treeOf } from "./source-tree.ts";
import * as text from "./text-rules.ts";

type Planted = { rule: Rule; bad: Record<string, string>; says: string; good: Record<string, string> };

const VERB = `export function createTeam(ctx, input) {
  permit(ctx, "team.manage");
  return inTransaction(ctx, async (tx) => { await tx.insert(team).values(row); await recordAudit(tx, ctx, {}); });
}`;

const PLANTED: Record<string, Planted> = {
  "a route that opens the database": {
    rule: direction.layers,
    bad: { "app/routes/a.tsx": 'import { inTransaction } from "#app/db/transaction.server.ts";' },
    says: "put the query there",
    good: { "app/routes/a.tsx": 'import { listTeams } from "#app/domain/identity/team-queries.server.ts";' },
  },
  "the domain importing the edge": {
    rule: direction.layers,
    bad: { "app/domain/identity/a.server.ts": 'import { x } from "#app/http/paths.ts";' },
    says: "domain/ may import",
    good: { "app/domain/identity/a.server.ts": 'import { x } from "../../db/client.server.ts";' },
  },
  "the domain importing the process": {
    rule: direction.layers,
    bad: { "app/domain/identity/a.server.ts": 'import { environment } from "#app/env.server.ts";' },
    says: "knows nothing of the process",
    good: { "app/http/a.server.ts": 'import { environment } from "#app/env.server.ts";' },
  },
  "identity importing requests": {
    rule: direction.domainOrder,
    bad: { "app/domain/identity/a.ts": 'import { x } from "#app/domain/requests/request-words.ts";' },
    says: "identity stands left of requests",
    good: { "app/domain/requests/a.ts": 'import { x } from "../identity/environments.ts";' },
  },
  "a pure file reaching the world": {
    rule: direction.serverPurity,
    bad: { "app/domain/catalog/a.ts": 'import { createHash } from "node:crypto";' },
    says: "Rename it to .server",
    good: { "app/domain/catalog/a.ts": 'import type { Database } from "#app/db/client.server.ts";' },
  },
  "a component reading rows": {
    rule: direction.uiPurity,
    bad: { "app/ui/a.tsx": 'import { server } from "#app/domain/catalog/server-tables.server.ts";' },
    says: "only pure domain files",
    good: { "app/ui/a.tsx": 'import { ROLES } from "#app/domain/permissions.ts";' },
  },
  "a connector calling a verb": {
    rule: direction.connectorTypes,
    bad: { "app/connectors/delivery/a.server.ts": 'import { x } from "#app/domain/identity/a.server.ts";' },
    says: "only the types",
    good: {
      "app/connectors/delivery/a.server.ts": 'import type { X } from "#app/domain/identity/a.server.ts";',
    },
  },
  "a verb that sends jobs by itself": {
    rule: direction.packages,
    bad: { "app/domain/identity/a.server.ts": 'import PgBoss from "pg-boss";' },
    says: "only jobs/ and db/queue.server.ts",
    good: { "app/jobs/worker.server.ts": 'import PgBoss from "pg-boss";' },
  },
  "a second place that knows lucia": {
    rule: direction.packages,
    bad: { "app/http/sign-in.server.ts": 'import { Lucia } from "lucia";' },
    says: "behind http/session.server.ts",
    good: { "app/http/session.server.ts": 'import { Lucia } from "lucia";' },
  },
  "two files in a circle": {
    rule: direction.circles,
    bad: { "app/ui/a.ts": 'import "./b.ts";', "app/ui/b.ts": 'import "./a.ts";' },
    says: "in a circle",
    good: { "app/ui/a.ts": 'import "./b.ts";', "app/ui/b.ts": 'import type { A } from "./a.ts";' },
  },
  "a verb of 101 lines": {
    rule: shape.sizes,
    bad: { "app/domain/identity/create-team.server.ts": `${VERB}${"\n".repeat(101)}` },
    says: "a verb has at most 100",
    good: { "app/domain/identity/team-tables.server.ts": "\n".repeat(300) },
  },
  "a route of 151 lines": {
    rule: shape.sizes,
    bad: { "app/routes/a.tsx": "\n".repeat(151) },
    says: "a route has at most 150",
    good: { "app/routes.ts": "\n".repeat(400), "app/ui/a.tsx": "\n".repeat(250) },
  },
  "a folder called utils": {
    rule: shape.names,
    bad: { "app/utils/a.ts": "" },
    says: "says nothing",
    good: {
      "app/domain/audit/record-audit.server.ts": "",
      "app/routes/api/v1/operations/audit.server.ts": "",
    },
  },
  "a barrel": {
    rule: shape.names,
    bad: { "app/ui/index.ts": "" },
    says: "says nothing",
    good: { "app/ui/a.ts": "" },
  },
  "a name in camel case": {
    rule: shape.names,
    bad: { "app/ui/dataTable.tsx": "" },
    says: "kebab-case",
    good: { "app/ui/data-table.tsx": "" },
  },
  "a verb in a file of another name": {
    rule: shape.verbNames,
    bad: { "app/domain/identity/make-team.server.ts": VERB },
    says: "named after the verb",
    good: { "app/domain/identity/create-team.server.ts": VERB },
  },
  "a verb that writes before it asked": {
    rule: mould.mould,
    bad: { "app/domain/identity/create-team.server.ts": VERB.replace('permit(ctx, "team.manage");', "") },
    says: "Make permit its first line",
    good: { "app/domain/identity/create-team.server.ts": VERB },
  },
  "a verb without an audit event": {
    rule: mould.mould,
    bad: { "app/domain/identity/create-team.server.ts": VERB.replace("await recordAudit(tx, ctx, {});", "") },
    says: "leaves no audit event",
    good: { "app/domain/identity/create-team.server.ts": VERB },
  },
  "a query that writes": {
    rule: mould.queryNames,
    bad: {
      "app/domain/identity/team-queries.server.ts": "export function getTeam(tx) { return tx.delete(team); }",
    },
    says: "a query only reads",
    good: {
      "app/domain/identity/team-queries.server.ts": "export function getTeam(tx) { return tx.select(); }",
    },
  },
  "a list without a limit": {
    rule: mould.queryNames,
    bad: {
      "app/domain/identity/team-queries.server.ts": "export function listTeams(tx) { return tx.select(); }",
    },
    says: "A list is bounded",
    good: {
      "app/domain/identity/team-queries.server.ts":
        "export function listTeams(tx) { return tx.select().limit(9); }",
    },
  },
  "a verb that looks at the clock": {
    rule: mould.time,
    bad: { "app/domain/identity/a.server.ts": "const at = new Date();" },
    says: "Time is ctx.now",
    good: { "app/domain/identity/a.server.ts": "const at = new Date(ctx.now.getTime() + 1);" },
  },
  "a table that defaults to the database's clock": {
    rule: mould.time,
    bad: { "drizzle/0009_a.sql": 'alter table "a" alter column "at" set default now();' },
    says: "the database's clock",
    good: { "drizzle/0009_a.sql": "-- not now()\nselect 1;" },
  },
  "a second reader of process.env": {
    rule: text.environment,
    bad: { "app/http/a.server.ts": "const port = process.env.PORT;" },
    says: "Add the variable to env.server.ts",
    good: { "app/env.server.ts": "const port = process.env.PORT;" },
  },
  "a type called any": {
    rule: text.types,
    bad: { "app/ui/a.ts": "export const a: any = 1;" },
    says: "says any",
    good: { "app/ui/a.ts": 'export const any = "any";' },
  },
  "a silenced compiler": {
    rule: text.types,
    bad: { "app/ui/a.ts": "// @ts-ignore\nexport const a = 1;" },
    says: "silences the compiler",
    good: { "app/ui/a.ts": "export const a = 1;" },
  },
  "a skipped test": {
    rule: text.noSkips,
    bad: { "test/a.test.ts": 'test.skip("a", () => {});' },
    says: "skips or singles out",
    good: { "test/a.test.ts": 'test("a", () => {});' },
  },
  "a test beside its subject": {
    rule: text.testsLiveInTest,
    bad: { "app/ui/a.test.ts": "" },
    says: "live under test/",
    good: { "test/ui/a.test.ts": "" },
  },
  "a route that catches": {
    rule: text.routesDoNotCatch,
    bad: { "app/routes/a.tsx": "try { a(); } catch { b(); }" },
    says: "Let the error go up",
    good: { "app/http/a.server.ts": "try { a(); } catch { b(); }" },
  },
};

describe("each rule of the house is seen to fail", () => {
  for (const [name, { rule, bad, says, good }] of Object.entries(PLANTED)) {
    test(`${name} is refused with the sentence that mends it`, () => {
      expect(rule(treeOf(bad)).join("\n")).toContain(says);
      expect(rule(treeOf(good))).toEqual([]);
    });
  }

  test("a path of the README that does not exist is named", () => {
    const readme = "See `app/domain/` and `app/gone.ts`, and [the map](test/gone.md).";
    const problems = text.missingPaths(readme, (path) => path === "app/domain/");
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain("app/gone.ts");
  });
});
