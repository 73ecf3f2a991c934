import { expect, test } from "vitest";
import { fieldsOf } from "#app/routes/api/v1/docs/schema-fields.ts";
import { operationTable } from "#app/routes/api/v1/operation-table.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";

const app = openTestApp(openTestDatabase());

test("the documentation lists every operation, finds by words, and needs nobody to sign in", async () => {
  const all = await app.browser().get("/api/v1/docs");
  expect(all.status).toBe(200);
  for (const { operationId } of operationTable) expect(all.text).toContain(`/api/v1/docs/${operationId}"`);
  const found = await app.browser().get("/api/v1/docs?q=team+member");
  expect(found.text).toContain("/api/v1/docs/setTeamMember");
  expect(found.text).not.toContain("/api/v1/docs/decideCall");
  expect((await app.browser().get("/api/v1/docs?q=nothing+is+called+this")).text).toContain(
    "No operation matches",
  );
});

test("every operation has a page with its key, its scope and a command to paste", async () => {
  for (const { operationId, path, scope } of operationTable) {
    const page = await app.browser().get(`/api/v1/docs/${operationId}`);
    expect(page.status, operationId).toBe(200);
    expect(page.text, operationId).toContain(`/api/v1${path}`);
    if (scope) expect(page.text, operationId).toContain(scope);
  }
  expect((await app.browser().get("/api/v1/docs/madeUp")).status).toBe(404);
});

test("nested fields, lists, choices and bounds of a schema become rows to read", () => {
  const schema = {
    type: "object",
    required: ["rows"],
    properties: {
      rows: {
        type: "array",
        items: { type: "object", required: ["id"], properties: { id: { type: "string", format: "uuid" } } },
      },
      nextCursor: { anyOf: [{ type: "string", maxLength: 5 }, { type: "null" }] },
      kind: { type: "string", enum: ["a", "b"] },
    },
  };
  expect(fieldsOf(schema)).toEqual([
    { name: "rows", type: "list of object", required: true, notes: "" },
    { name: "rows[].id", type: "string (uuid)", required: true, notes: "" },
    { name: "nextCursor", type: "string or null", required: false, notes: "at most 5 characters" },
    { name: "kind", type: "string", required: false, notes: 'One of "a", "b"' },
  ]);
});
