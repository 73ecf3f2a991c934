import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Operation } from "#app/http/api-operation.ts";
import { operationTable } from "#app/routes/api/v1/operation-table.server.ts";
import { type AttackWorld, makeAttackWorld } from "#test/attack/attack-world.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { NOON } from "#test/support/factories.ts";
import { EXAMPLE_SCENES } from "./example-scenes.ts";

const database = openTestDatabase();
const app = openTestApp(database);
let reading: AttackWorld;

beforeAll(async () => {
  app.clock.now = new Date(NOON.getTime() + 60_000);
  reading = await makeAttackWorld(database.db, database.admin);
}, 60_000);

test("every operation that takes a body shows one, and what is shown is what it accepts", () => {
  for (const { operationId, body, example } of operationTable) {
    if (!body) continue;
    expect(example?.body, operationId).toBeDefined();
  }
});

/** The documented request with the ids of a real organization in the place of the names in braces. */
function filled(text: string, ids: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`No {${name}} is known to this test.`);
    return id;
  });
}

async function carryOut(operation: Operation) {
  const isReading = operation.method === "GET";
  const world = isReading ? reading : await makeAttackWorld(database.db, database.admin);
  const scene = (await EXAMPLE_SCENES[operation.operationId]?.(world, app)) ?? {};
  const ids = { ...world.ids, item: "isolated", ...scene.ids };
  const { query, body } = operation.example ?? {};
  const path = filled(`${operation.path}${query ? `?${query}` : ""}`, ids);
  const sent = body === undefined ? undefined : filled(JSON.stringify(body), ids);
  const key = operation.auth === "none" ? undefined : (scene.key ?? world.keys.owner);
  return app.api(key).send(operation.method, path, sent);
}

describe.each(operationTable.map((operation) => [operation.operationId, operation] as const))(
  "the example of %s",
  (_, operation) => {
    test("runs as it is documented and answers in the documented shape", async () => {
      const answer = await carryOut(operation);
      expect(answer.status, answer.text).toBe(operation.status);
      if (!operation.response) return expect(answer.text).toBe("");
      const lines = operation.isJsonLines
        ? answer.text
            .split("\n")
            .filter(Boolean)
            .map((line): unknown => JSON.parse(line))
        : [answer.json];
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) expect(z.safeParse(operation.response, line).error).toBeUndefined();
    });
  },
);
