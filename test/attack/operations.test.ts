import { beforeAll, describe, expect, test } from "vitest";
import { ROLES } from "#app/domain/permissions.ts";
import type { Operation } from "#app/http/api-operation.ts";
import { operationTable } from "#app/routes/api/v1/operation-table.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { NOON } from "#test/support/factories.ts";
import { type AttackIds, type AttackWorld, makeAttackWorld, stateOf } from "./attack-world.ts";
import { OPEN_OPERATIONS, OPERATION_ATTACKS } from "./operation-attacks.ts";

const database = openTestDatabase();
const app = openTestApp(database);
let ours: AttackWorld;
let theirs: AttackWorld;

beforeAll(async () => {
  app.clock.now = new Date(NOON.getTime() + 60_000);
  ours = await makeAttackWorld(database.db, database.admin);
  theirs = await makeAttackWorld(database.db, database.admin);
}, 60_000);

const operations = operationTable.filter((operation) => operation.auth !== "none");

function pathOf(operation: Operation, ids: AttackIds): string {
  const known: Record<string, string> = { ...ids, item: "isolated", noun: "scans" };
  return operation.path.replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? `no-${name}`);
}

function attackOf(operation: Operation) {
  const attack = OPERATION_ATTACKS[operation.operationId];
  if (!attack) throw new Error(`${operation.operationId} has no entry in operation-attacks.ts.`);
  return attack;
}

type Sent = { key: string | undefined; ids: AttackIds; body?: Record<string, unknown>; query?: string };

async function send(operation: Operation, { key, ids, body, query }: Sent) {
  const attack = attackOf(operation);
  const asked = query ?? attack.query;
  const path = pathOf(operation, ids) + (asked ? `?${asked}` : "");
  const sent = operation.method === "GET" ? undefined : (body ?? attack.body?.(ids));
  return app.api(key).send(operation.method, path, sent);
}

function expectNoLeak(text: string, world: AttackWorld): void {
  for (const canary of world.canaries) expect(text).not.toContain(canary);
}

test("every operation of the API has its expectation here, and none is left over", () => {
  expect([...Object.keys(OPERATION_ATTACKS), ...OPEN_OPERATIONS].sort()).toEqual(
    operationTable.map((operation) => operation.operationId).sort(),
  );
});

describe.each(operations.map((operation) => [operation.operationId, operation] as const))(
  "%s",
  (_, operation) => {
    const attack = attackOf(operation);
    const hasPathId = /\{\w+Id\}/.test(operation.path);

    test("answers nobody without a key that works", async () => {
      for (const key of [undefined, ours.removed.key, "cst_made-up-key-of-some-length"]) {
        const { status, text } = await send(operation, { key, ids: ours.ids });
        expect([401, 429]).toContain(status);
        expectNoLeak(text, ours);
      }
    });

    test("refuses every role that may not, and changes nothing", async () => {
      const before = await stateOf(database.admin, ours.org.id);
      for (const role of ROLES.filter((one) => !attack.allowed.includes(one))) {
        const { status, text } = await send(operation, { key: ours.keys[role], ids: ours.ids });
        expect([403, 404], `${role}: ${text}`).toContain(status);
      }
      expect(await stateOf(database.admin, ours.org.id)).toEqual(before);
    });

    if (operation.method === "GET") {
      test("answers every role that may read, without a word of another organization", async () => {
        for (const role of attack.allowed) {
          const { status, text } = await send(operation, { key: ours.keys[role], ids: ours.ids });
          expect(attack.answers ?? [200], `${role}: ${text.slice(0, 300)}`).toContain(status);
          expectNoLeak(text, theirs);
        }
      });
    }

    if (hasPathId) {
      test("takes another organization's ids in the path for ids that do not exist", async () => {
        const before = await stateOf(database.admin, theirs.org.id);
        const places = attack.mixed
          ? attack.mixed.map((name) => ({ ...ours.ids, [name]: theirs.ids[name] }))
          : [theirs.ids];
        for (const role of ROLES) {
          for (const ids of places) {
            const { status, text } = await send(operation, { key: ours.keys[role], ids });
            expect(attack.allowed.includes(role) ? [404] : [403, 404], `${role}: ${text}`).toContain(status);
            expectNoLeak(text, theirs);
          }
        }
        expect(await stateOf(database.admin, theirs.org.id)).toEqual(before);
      });
    }

    if (attack.foreignBodies) {
      test("takes another organization's ids in the body for ids that do not exist", async () => {
        const before = await Promise.all([ours, theirs].map(({ org }) => stateOf(database.admin, org.id)));
        for (const body of attack.foreignBodies?.(ours.ids, theirs.ids) ?? []) {
          const { status, text } = await send(operation, { key: ours.keys.owner, ids: ours.ids, body });
          expect(status, JSON.stringify(body) + text).toBe(404);
          expectNoLeak(text, theirs);
        }
        expect(await Promise.all([ours, theirs].map(({ org }) => stateOf(database.admin, org.id)))).toEqual(
          before,
        );
      });
    }

    if (attack.foreignQueries) {
      test("finds nothing by another organization's ids", async () => {
        for (const query of attack.foreignQueries?.(theirs.ids) ?? []) {
          const { status, text, json } = await send(operation, {
            key: ours.keys.owner,
            ids: ours.ids,
            query,
          });
          expect(status, text).toBe(200);
          if (json !== undefined) expect(json).toMatchObject({ rows: [] });
          else expect(text).toBe("");
          expectNoLeak(text, theirs);
        }
      });
    }
  },
);
