import { describe, expect, test } from "vitest";
import { type FileReport, fileReport, FileReport as Shape } from "#app/domain/inventory/file-report.ts";
import { clientCalled } from "#app/domain/inventory/formats/guess-client.ts";
import { readGuessedFile } from "#app/domain/inventory/read-client-file.ts";
import { type Expected, type FileSample, JSON_SAMPLES, TOKEN } from "./file-samples-json.ts";
import { MORE_SAMPLES } from "./file-samples-more.ts";
import { ODD_SAMPLES } from "./file-samples-odd.ts";

/** The rules that a launch alone tells; others look at more than one file. */
const RULES = ["literal-secret", "unpinned", "plain-http", "home-mounted", "shell-wrapper"];

function report({ file, text, client }: Pick<FileSample, "file" | "text" | "client">): FileReport {
  const named = client === undefined ? undefined : clientCalled(client);
  const path = `/srv/samples/${file}`;
  const made = fileReport(
    readGuessedFile({ path, text, home: "/home/ada", ...(named ? { client: named } : {}) }),
  );
  expect(Shape.parse(made)).toEqual(made);
  expect(JSON.stringify(made)).not.toMatch(new RegExp(`${TOKEN}|hunter2secret|dXNlcjpodW50ZXIy`));
  return made;
}

function asExpected(one: FileReport["installations"][number]): Expected {
  const words = (list: { key: string; kind: string }[]) => list.map(({ key, kind }) => `${key} ${kind}`);
  const findings = one.findings
    .filter(({ rule }) => RULES.includes(rule))
    .map(({ rule, where }) => `${rule} ${where}`);
  return {
    name: one.name,
    identity: one.identity,
    ...(one.version === null ? {} : { version: one.version }),
    ...(one.transport === "stdio" ? {} : { transport: one.transport }),
    ...(one.url === null ? {} : { url: one.url }),
    ...(one.command === null ? {} : { command: one.command }),
    ...(one.env.length === 0 ? {} : { env: words(one.env) }),
    ...(one.headers.length === 0 ? {} : { headers: words(one.headers) }),
    ...(one.disabled ? { disabled: true } : {}),
    ...(findings.length === 0 ? {} : { findings }),
  };
}

const rows = [...JSON_SAMPLES, ...ODD_SAMPLES, ...MORE_SAMPLES].map(
  (sample) => [sample.about, sample] as const,
);

describe("a file is told entry by entry", () => {
  test.each(rows)("%s", (_about, sample) => {
    const made = report(sample);
    const { client, scope = "user", servers, notes = [] } = sample.expected;
    expect(made.installations.map(asExpected)).toEqual(servers);
    expect({ client: made.client, scope: made.scope }).toEqual({ client, scope });
    for (const note of notes) expect(made.notes).toContainEqual(expect.stringMatching(note));
  });
});

test("a file of no known client says so and names none", () => {
  for (const text of ["{}", '{ "name": "x", "version": "1.0.0" }', ""])
    expect(report({ file: "fixture.json", text })).toEqual({
      client: null,
      scope: null,
      installations: [],
      notes: ["This is not a file of a client that is known: no key in it holds servers."],
    });
});

test("every key of the stable shape is there, in its order, for every entry", () => {
  const made = report({ file: "mcp.json", text: '{ "mcpServers": { "a": { "command": "x" } } }' });
  expect(Object.keys(made)).toEqual(["client", "scope", "installations", "notes"]);
  const keys = "name identity version transport url command env headers disabled findings".split(" ");
  expect(Object.keys(made.installations[0] ?? {})).toEqual(keys);
});

test("nobody looked whether git keeps the file: said where it holds a secret, and only there", () => {
  const env = (value: string) =>
    JSON.stringify({ mcpServers: { a: { command: "x", env: { API_TOKEN: value } } } });
  const note = "Whether git keeps this file: could not look.";
  expect(report({ file: "mcp.json", text: env("sk-proj-9fK2mQ7xV4tB8nL1wZ6yC3rH5dG0sJ") }).notes).toContain(
    note,
  );
  expect(report({ file: "mcp.json", text: env("${env:API_TOKEN}") }).notes).not.toContain(note);
});

test("XML is not read, and the sentence says what to do instead", () => {
  const text = '<?xml version="1.0"?><application><option name="token" value="hunter2secret"/></application>';
  const made = report({ file: "llm.mcpServers.xml", text });
  expect(made.installations).toEqual([]);
  expect(made.notes).toEqual([expect.stringContaining("copy the servers as JSON")]);
});
