import { stringify as stringifyToml } from "smol-toml";
import { describe, expect, test } from "vitest";
import { stringify as stringifyYaml } from "yaml";
import { findUnredacted } from "#app/domain/inventory/find-unredacted.ts";
import type { Client } from "#app/domain/inventory/formats/client-format.ts";
import { readClientFile } from "#app/domain/inventory/read-client-file.ts";
import { CLIENTS, type ScanFile, ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { SAMPLE_SECRET, SAMPLES, written } from "./client-samples.ts";
import { reportOf } from "./raw-launches.ts";

const HOME = "/home/ada";
const TOKEN = `ghp_${"aB3dE5gH7jK9".repeat(3)}`;

function readAll(client: Client, text: string): ScanFile[] {
  const files = readClientFile({ client, path: `${HOME}/pasted`, text, home: HOME });
  expect(ScanReport.safeParse(reportOf(files)).error?.issues ?? []).toEqual([]);
  expect(findUnredacted(reportOf(files))).toEqual([]);
  expect(JSON.stringify(files)).not.toContain(TOKEN);
  expect(JSON.stringify(files)).not.toContain(SAMPLE_SECRET);
  return files;
}

function read(client: Client, text: string): ScanFile {
  const [file] = readAll(client, text);
  if (file === undefined) throw new Error("Nothing was read.");
  return file;
}

const syntaxOf = (client: Client) => SAMPLES[client].syntax ?? "json";

function write(client: Client, value: unknown): string {
  const syntax = syntaxOf(client);
  if (syntax === "toml") return stringifyToml(value);
  return syntax === "yaml" ? stringifyYaml(value) : JSON.stringify(value);
}

/** The value with one of its texts or names, the `at`-th, replaced; undefined when there is none. */
function planted(value: unknown, at: { left: number }, secret: string): unknown {
  if (Array.isArray(value)) return value.map((inner) => planted(inner, at, secret));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        const isKey = at.left-- === 0;
        return [isKey ? secret : key, planted(inner, at, secret)];
      }),
    );
  return at.left-- === 0 ? secret : value;
}

describe.each(CLIENTS)("a secret in a file of %s", (client) => {
  test("never survives, in whatever place it stands, as a value or as a name", () => {
    let places = 0;
    for (const secret of [
      TOKEN,
      `Bearer ${TOKEN}`,
      `--token=${TOKEN}`,
      `https://u:${TOKEN}@h.example/?k=${TOKEN}`,
    ]) {
      for (let place = 0; ; place += 1) {
        const at = { left: place };
        const file = planted(SAMPLES[client].file, at, secret);
        if (at.left >= 0) break;
        readAll(client, write(client, file));
        places += 1;
      }
    }
    expect(places).toBeGreaterThan(20);
  });

  test("never survives in a comment, nor in a file that breaks off anywhere", () => {
    const mark = syntaxOf(client) === "json" ? "//" : "#";
    const whole = `${mark} ${TOKEN}\n${written(SAMPLES[client]).replaceAll(SAMPLE_SECRET, TOKEN)}`;
    for (let end = 0; end < whole.length; end += 7) readAll(client, whole.slice(0, end));
  });
});

describe.each(CLIENTS)("an odd file of %s", (client) => {
  const text = written(SAMPLES[client]);

  test("with a byte order mark and Windows line ends is read whole", () => {
    const file = read(client, `\ufeff${text.replaceAll("\n", "\r\n")}`);
    expect(file.problem).toBeUndefined();
    expect(file.entries).toHaveLength(2);
  });

  test("that is empty, or holds nothing but a comment, has no servers", () => {
    const comment = syntaxOf(client) === "json" ? "// nothing\n" : "# nothing\n";
    expect(read(client, "").outcome).toBe("none");
    expect(read(client, comment).outcome).toBe("none");
  });

  test("with servers of every wrong kind says what was expected", () => {
    const [key, servers] = Object.entries(SAMPLES[client].file).at(-1) ?? [];
    const isList = Array.isArray(servers);
    const wrong = [3, true, "text", [], {}, { command: 3 }, { url: [] }, { command: {} }];
    const odd = isList
      ? wrong.slice(4).map((one, index) => Object.assign({ name: `n${index}` }, one))
      : Object.fromEntries(wrong.map((one, index) => [`n${index}`, one]));
    const file = read(client, write(client, { [key ?? ""]: odd }));
    expect(file).toMatchObject({ outcome: "could_not_look", entries: [] });
    expect(file.problem?.sentence).toContain("expected");
    expect(read(client, write(client, { [key ?? ""]: 3 })).outcome).toBe("could_not_look");
  });

  test("that is far too large, or nested without end, is not read and ends in a sentence", () => {
    expect(read(client, `${text}\n${"x".repeat(20_000_000)}`)).toMatchObject({ outcome: "could_not_look" });
    for (const open of ["[", '{"a":', "- ", "? ", "a: ["]) {
      const file = read(client, open.repeat(40_000));
      expect(file.outcome).toBe("could_not_look");
      expect(file.problem?.sentence).toMatch(/^~\/pasted/);
    }
  });

  test("with names that would reach into objects is only a file with odd names", () => {
    const odd = text.replaceAll("local", "__proto__").replaceAll("remote", "constructor");
    expect(read(client, odd).entries.map((entry) => entry.name)).toContain("__proto__");
    expect(Object.hasOwn(Object.prototype, "command")).toBe(false);
  });
});

const JSON_CLIENTS = CLIENTS.filter((client) => SAMPLES[client].syntax === undefined);

describe.each(JSON_CLIENTS)("JSON of %s", (client) => {
  test("with comments, commas too many and a server twice reads the last one and says so", () => {
    const [key] = Object.keys(SAMPLES[client].file);
    const file = read(
      client,
      `// ours\n{ "${key}": { "a": { "command": "x", "env": { "T": "${TOKEN}" } }, /* b */ "a": { "command": "y", }, }, }`,
    );
    expect(file.entries.map((entry) => entry.launch.command)).toEqual(["y"]);
    expect(file.problem?.sentence).toContain("more than once");
  });
});
