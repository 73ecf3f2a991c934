import { describe, expect, test } from "vitest";
import { type KnownFile, projectFiles, userFiles } from "#app/domain/inventory/client-paths.ts";
import { findUnredacted } from "#app/domain/inventory/find-unredacted.ts";
import type { Client } from "#app/domain/inventory/formats/client-format.ts";
import { identifyLaunch } from "#app/domain/inventory/launch-identity.ts";
import { readClientFile } from "#app/domain/inventory/read-client-file.ts";
import { CLIENTS, type ScanEntry, type ScanFile, ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { SAMPLES, written } from "./client-samples.ts";
import { reportOf } from "./raw-launches.ts";

const HOME = "/home/ada";
const TOKEN = `ghp_${"aB3dE5gH7jK9".repeat(3)}`;

function read(path: string, text: string, client?: Client): ScanFile {
  const files = readClientFile({ path, text, home: HOME, ...(client === undefined ? {} : { client }) });
  expect(ScanReport.safeParse(reportOf(files)).error?.issues ?? []).toEqual([]);
  expect(findUnredacted(reportOf(files))).toEqual([]);
  expect(JSON.stringify(files)).not.toContain(TOKEN);
  return files[0];
}

function entry(file: ScanFile, name: string): ScanEntry {
  const found = file.entries.find((one) => one.name === name);
  if (!found) throw new Error(`There is no ${name} among ${file.entries.map((one) => one.name)}.`);
  return found;
}

function kinds(variables: ScanEntry["launch"]["env"]): Record<string, string> {
  return Object.fromEntries(variables.map(({ name, value }) => [name, value.kind]));
}

/** What stands at this place, as its client writes it there. */
function textAt({ client, path }: KnownFile): string {
  const { file } = SAMPLES[client];
  if (client === "vscode" && path.endsWith("settings.json")) return JSON.stringify({ mcp: file });
  if (path.endsWith(".code-workspace")) return JSON.stringify({ settings: { mcp: file } });
  if (path.endsWith("devcontainer.json"))
    return JSON.stringify({ customizations: { vscode: { mcp: file } } });
  return path.endsWith(".json") ? JSON.stringify(file) : written(SAMPLES[client]);
}

describe.each(["darwin", "linux", "win32"] as const)("on %s", (platform) => {
  const places = [...userFiles({ platform, home: HOME }), ...projectFiles("/srv/app")].map((place) => ({
    ...place,
    path: place.path.replace("*", "ours"),
  }));

  test.each(places)("$path is read as a file of $client", (place) => {
    const file = read(place.path, textAt(place));
    expect(file).toMatchObject({ client: place.client, scope: place.scope, outcome: "found" });
    expect(file.problem).toBeUndefined();
    expect(file.entries.map((one) => one.name)).toEqual(["local", "remote"]);
  });

  test("no place is named twice", () => {
    const keys = places.map(({ client, path }) => `${client} ${path}`);
    expect(keys).toEqual([...new Set(keys)]);
  });
});

test("every client but one has a place where its file lies", () => {
  const platforms = ["darwin", "linux", "win32"] as const;
  const places = platforms.flatMap((platform) => userFiles({ platform, home: HOME }));
  const clients = new Set([...places, ...projectFiles("/srv/app")].map((place) => place.client));
  expect(CLIENTS.filter((client) => !clients.has(client))).toEqual(["jetbrains-ai"]);
});

describe.each(CLIENTS)("a file of %s", (client) => {
  const file = read("pasted", written(SAMPLES[client]), client);

  test("holds the local server with its release and its variable", () => {
    const { launch, enabled } = entry(file, "local");
    expect(enabled).toBe(true);
    expect(identifyLaunch(launch)).toMatchObject({ identity: "npm:pkg", release: "1.0.0" });
    expect(kinds(launch.env)).toMatchObject({ API_TOKEN: "secret" });
  });

  test("holds the remote server with its address and its header", () => {
    const { launch } = entry(file, "remote");
    expect(launch).toMatchObject({ transport: "http", url: "https://h.example/mcp" });
    expect(kinds(launch.headers)).toEqual({ Authorization: "secret" });
  });
});

describe("the client of a pasted text is known by its keys", () => {
  const known = [
    "vscode",
    "zed",
    "codex",
    "continue",
    "goose",
    "opencode",
    "amp",
    "crush",
    "mistral-vibe",
  ] as const;
  test.each(known)("%s", (client) => {
    expect(read("pasted", written(SAMPLES[client])).client).toBe(client);
  });

  test("LibreChat, by YAML with a map of servers", () => {
    expect(read("pasted.yaml", written(SAMPLES.librechat)).client).toBe("librechat");
  });
});

describe("an uploaded file has no folder", () => {
  const servers = { a: { command: "x" } };
  test.each([
    ["settings.json", { mcpServers: servers }, "gemini-cli"],
    ["settings.json", { mcpServers: servers, extensions: { disabled: [] } }, "gemini-cli"],
    ["settings.json", { context_servers: servers }, "zed"],
    ["settings.json", { "amp.mcpServers": servers }, "amp"],
    ["settings.json", { mcp: { servers } }, "vscode"],
    ["mcp_config.json", { mcpServers: servers }, "windsurf"],
    ["cline_mcp_settings.json", { mcpServers: servers }, "cline"],
    ["mcp_settings.json", { mcpServers: servers }, "roo-code"],
    ["mcp-config.json", { mcpServers: servers }, "copilot-cli"],
    ["opencode.json", { mcp: servers }, "opencode"],
    ["crush.json", { mcp: servers }, "crush"],
    ["config.yaml", { extensions: servers }, "goose"],
  ])("%s %j is read as a file of %s", (path, content, client) => {
    expect(read(path, JSON.stringify(content))).toMatchObject({ client, outcome: "found" });
  });
});

describe("one file name of several clients", () => {
  test(".mcp.json is Claude Code's with mcpServers and Visual Studio's with servers", () => {
    expect(read("/srv/app/.mcp.json", JSON.stringify(SAMPLES.cursor.file)).client).toBe("claude-code");
    expect(read("/srv/app/.mcp.json", JSON.stringify(SAMPLES.vscode.file)).client).toBe("visual-studio");
    expect(read("/srv/app/.mcp.json", "{}").client).toBe("claude-code");
  });
});

describe("opencode", () => {
  const local = { type: "local", command: ["uvx", "a==1"] };
  test("reads servers in mcp.servers, in mcp, and in both", () => {
    const names = (mcp: unknown) =>
      read("opencode.json", JSON.stringify({ mcp }))
        .entries.map((one) => one.name)
        .sort();
    expect(names({ servers: { a: local } })).toEqual(["a"]);
    expect(names({ b: local, servers: { a: local } })).toEqual(["a", "b"]);
    expect(names({ servers: local })).toEqual(["servers"]);
  });

  test("a command that is no list of texts says so with its key", () => {
    const { problem } = read("opencode.json", JSON.stringify({ mcp: { a: { command: ["x", {}, 3] } } }));
    expect(problem?.sentence).toContain("text was expected");
    expect(read("opencode.json", JSON.stringify({ mcp: { a: { command: [] } } })).outcome).toBe(
      "could_not_look",
    );
  });

  test("its variables in braces are references", () => {
    const mcp = { a: { ...local, environment: { A_TOKEN: "{env:A_TOKEN}" } } };
    expect(kinds(entry(read("opencode.json", JSON.stringify({ mcp })), "a").launch.env)).toEqual({
      A_TOKEN: "reference",
    });
  });
});

describe("Goose", () => {
  const path = `${HOME}/.config/goose/config.yaml`;
  test("what is a part of Goose is a note and no fault", () => {
    const file = read(path, written(SAMPLES.goose));
    expect(file.problem).toBeUndefined();
    expect(file.notes).toContain("“developer” is a part of Goose and starts no server of its own.");
  });

  test("env_keys are references, a value beside wins, and switched-off ones are such", () => {
    const text = `extensions:\n  a:\n    cmd: npx\n    envs: { A_KEY: "${TOKEN}" }\n    env_keys: [A_KEY, B_KEY]\n    enabled: false\n`;
    const { launch, enabled } = entry(read(path, text), "a");
    expect(kinds(launch.env)).toEqual({ A_KEY: "secret", B_KEY: "reference" });
    expect(enabled).toBe(false);
  });

  test("the shape with everything under config is read too", () => {
    const text =
      "extensions:\n  a:\n    enabled: true\n    config: { type: stdio, cmd: uvx, args: [tool==1.0] }\n";
    expect(identifyLaunch(entry(read(path, text), "a").launch).identity).toBe("pypi:tool");
  });
});

describe("Continue", () => {
  const path = `${HOME}/.continue/config.yaml`;
  test("a server without a name, a name twice and a server from a hub are told", () => {
    const text = `mcpServers:\n  - command: x\n  - name: a\n    command: y\n  - name: a\n    command: z\n  - uses: us/them\n`;
    const file = read(path, text);
    expect(file.entries.map(({ name, launch }) => [name, launch.command])).toEqual([
      ["(number 1)", "x"],
      ["a", "z"],
    ]);
    expect(file.problem?.sentence).toContain("1 more problem in this file");
  });

  test("what else stands in requestOptions is a note, and headers of the wrong kind are a fault", () => {
    const odd =
      "mcpServers:\n  - name: a\n    url: https://h.example/mcp\n    requestOptions: { proxy: x }\n";
    expect(read(path, odd).notes).toContain("“requestOptions.proxy” was not read. It stands in “a”.");
    const text =
      "mcpServers:\n  - name: a\n    url: https://h.example/mcp\n    requestOptions: { headers: 3 }\n";
    expect(read(path, text).problem?.sentence).toContain("an object of names and texts was expected");
  });

  test("a JSON file in its folder of servers is read as JSON", () => {
    const text = `// ours\n{ "mcpServers": { "a": { "command": "npx", }, }, }`;
    expect(read("/srv/app/.continue/mcpServers/ours.json", text)).toMatchObject({
      client: "continue",
      scope: "project",
      outcome: "found",
    });
  });
});

test("Vibe's named variable becomes a reference in the header it names", () => {
  const text = `[[mcp_servers]]\nname = "a"\ntransport = "http"\nurl = "https://h.example/mcp"\nheaders = { authorization = "${TOKEN}", X-Team = "core" }\napi_key_env = "A_KEY"\napi_key_format = "Bearer {token}"\n`;
  const { launch } = entry(read(`${HOME}/.vibe/config.toml`, text), "a");
  expect(kinds(launch.headers)).toEqual({ "X-Team": "withheld", Authorization: "reference" });
});

test("a list of servers is one only for the clients that write lists", () => {
  const list = JSON.stringify({ mcpServers: [{ name: "a", command: "x" }] });
  expect(read("x.json", list, "kiro").problem?.sentence).toContain(
    "an object of servers was expected, a list was found",
  );
  expect(read("x.json", list, "continue").entries).toHaveLength(1);
});

test("Amp's key may be nested or dotted", () => {
  const path = `${HOME}/.config/amp/settings.json`;
  const servers = { a: { command: "x" } };
  expect(read(path, JSON.stringify({ amp: { mcpServers: servers } })).outcome).toBe("found");
  expect(read(path, JSON.stringify({ "amp.mcpServers": servers, "amp.url": "x" })).notes).toBeUndefined();
});

describe("notes", () => {
  const servers = (count: number, more: object) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${index}`, { command: "x", ...more }]));

  test("name each key once, with the servers it stands in, and no value", () => {
    const file = read(
      ".cursor/mcp.json",
      JSON.stringify({ mcpServers: servers(5, { trust: TOKEN }), theme: TOKEN }),
    );
    expect(file.notes).toEqual([
      "“trust” was not read. It stands in “s0”, “s1”, “s2” and 2 more.",
      "“theme” stands beside the servers and was not read.",
    ]);
  });

  test("are bounded, and say how many there were", () => {
    const more = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`key${index}`, 1]));
    const file = read(".cursor/mcp.json", JSON.stringify({ mcpServers: servers(1, more) }));
    expect(file.notes).toHaveLength(50);
    expect(file.notes?.at(-1)).toBe("251 more keys and entries were not read.");
  });

  test("tell no secret that stands as a key or as a name", () => {
    const file = read(
      ".cursor/mcp.json",
      JSON.stringify({ mcpServers: { [TOKEN]: { command: "x", [TOKEN]: 1 } }, [TOKEN]: 1 }),
    );
    expect(file.notes).toHaveLength(2);
  });
});
