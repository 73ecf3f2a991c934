import { expect, test } from "vitest";
import { parseEnvironment } from "#app/env.server.ts";
import { describeError } from "#app/log.server.ts";

const key = Buffer.alloc(32, 1).toString("base64");
const runtime = "postgres://castellan_runtime:secret@db.example:5432/castellan";

test("without any variable: loopback, port 3000, a database of its own", () => {
  expect(parseEnvironment({ NODE_ENV: "production" })).toMatchObject({
    HOST: "127.0.0.1",
    PORT: 3000,
    ROLE: "all",
  });
  expect(parseEnvironment({ NODE_ENV: "production", DATABASE_URL: "", PORT: "" })).toMatchObject({
    PORT: 3000,
  });
});

test.for([
  ["PORT", { PORT: "http" }],
  ["PORT", { PORT: "70000" }],
  ["ROLE", { ROLE: "gateway" }],
  ["PUBLIC_URL", { PUBLIC_URL: "castellan.example" }],
  ["PUBLIC_URL", { PUBLIC_URL: "ftp://castellan.example" }],
  ["DATABASE_URL", { DATABASE_URL: "mysql://root@db/castellan", CASTELLAN_KEY: key }],
  ["DATABASE_URL", { DATABASE_URL: "postgres://db/castellan", CASTELLAN_KEY: key }],
  ["DATABASE_URL", { DATABASE_OWNER_URL: runtime }],
  ["CASTELLAN_KEY", { CASTELLAN_KEY: "c2hvcnQ=" }],
  ["CASTELLAN_KEY", { DATABASE_URL: runtime }],
] as const)("a wrong %s is refused in one sentence that names it", ([name, variables]) => {
  expect(() => parseEnvironment({ NODE_ENV: "production", ...variables })).toThrow(name);
});

test("a refused variable's value is not repeated: it may be a secret", () => {
  const attempt = () =>
    parseEnvironment({ NODE_ENV: "production", DATABASE_URL: "mysql://root:hunter2@db/castellan" });
  expect(attempt).toThrow(/^(?!.*hunter2)/);
});

test("a public address counts by its origin", () => {
  const { PUBLIC_URL } = parseEnvironment({
    NODE_ENV: "production",
    PUBLIC_URL: "https://castellan.example/path/",
  });
  expect(PUBLIC_URL).toBe("https://castellan.example");
});

test("an error is logged with its place and without the values of its query", () => {
  const cause = Object.assign(new Error("duplicate key"), {
    code: "23505",
    detail: "Key (email)=(hunter2)",
    params: ["hunter2"],
  });
  const error = new Error("Failed query: insert into account values ($1)\nparams: hunter2,\nmore hunter2", {
    cause,
  });
  const said = JSON.stringify(describeError(error));
  expect(said).toContain("Failed query: insert into account");
  expect(said).toContain("23505");
  expect(said).toContain("environment.test.ts");
  expect(said).not.toContain("hunter2");
});
