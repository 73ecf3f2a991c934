import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { ManifestTool } from "#app/domain/catalog/manifest-inputs.ts";
import { INFERENCE_RULES } from "#app/domain/catalog/permissions/inference-rules.ts";
import { toolPermissions } from "#app/domain/catalog/permissions/tool-permissions.ts";
import { dataSet } from "#test/support/data-sets.ts";
import { LABELS } from "./labelled-tools.ts";

const Listed = z.object({
  tools: z.array(
    z.object({
      name: z.string(),
      description: z.string().default(""),
      inputSchema: z.record(z.string(), z.unknown()),
    }),
  ),
});

function toolOf(name: string, more: Partial<ManifestTool> = {}): ManifestTool {
  return { name, description: "", inputSchema: { type: "object" }, ...more };
}
const taking = (...names: string[]) => ({
  inputSchema: {
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
  },
});
const choosing = (name: string, more: Record<string, unknown>, choice: Record<string, unknown> = {}) => ({
  inputSchema: { type: "object", properties: { [name]: { type: "string", ...choice }, ...more } },
});
const touchedBy = (tool: ManifestTool) => toolPermissions(tool).touches.map((touch) => touch.class);

describe("what a tool declares", () => {
  const HINTS: [annotations: ManifestTool["annotations"], expected: string, source: string][] = [
    [{ readOnlyHint: true }, "read", "declared"],
    [{ readOnlyHint: true, destructiveHint: true }, "read", "declared"],
    [{ readOnlyHint: true, openWorldHint: true }, "network", "declared"],
    [{ readOnlyHint: false }, "destructive", "declared"],
    [{ destructiveHint: false }, "write", "declared"],
    [{ readOnlyHint: false, destructiveHint: true }, "destructive", "declared"],
    [{ openWorldHint: true }, "undeclared", "undeclared"],
    [{ idempotentHint: true }, "undeclared", "undeclared"],
    [{ title: "A title" }, "undeclared", "undeclared"],
    [undefined, "undeclared", "undeclared"],
  ];
  test.each(HINTS)("%j is %s, %s", (annotations, expected, source) => {
    const { class: main, source: by } = toolPermissions(toolOf("thing", annotations ? { annotations } : {}));
    expect([main, by]).toEqual([expected, source]);
  });

  test("a harmless name makes no tool harmless: without its own word it stays undeclared", () => {
    const found = toolPermissions(toolOf("get_page", { description: "Reads one page." }));
    expect(found).toMatchObject({
      class: "undeclared",
      source: "undeclared",
      touched: ["read", "undeclared"],
    });
    expect(found.touches).toEqual([{ class: "read", source: "inferred", by: "name-reads" }]);
  });

  test("whatever is inferred, what is declared stays", () => {
    for (const annotations of [{ readOnlyHint: true }, { destructiveHint: false }, { destructiveHint: true }])
      for (const name of ["delete_all", "get_all", "run_shell_command", "send_mail", "thing"]) {
        const declared = touchedBy(toolOf("thing", { annotations }));
        expect(touchedBy(toolOf(name, { annotations }))).toEqual(expect.arrayContaining(declared));
      }
  });
});

describe("a tool that contradicts itself counts as the more powerful", () => {
  const CONTRADICTIONS: [
    name: string,
    annotations: ManifestTool["annotations"],
    main: string,
    against: string,
  ][] = [
    ["delete_project", { readOnlyHint: true }, "destructive", "readOnlyHint"],
    ["exec", { readOnlyHint: true }, "execute", "readOnlyHint"],
    ["send_email", { readOnlyHint: true }, "messages", "readOnlyHint"],
    ["update_page", { readOnlyHint: true }, "write", "readOnlyHint"],
    ["purge_cache", { readOnlyHint: false, destructiveHint: false }, "destructive", "destructiveHint"],
  ];
  test.each(CONTRADICTIONS)("%s with %j is %s", (name, annotations, main, against) => {
    const found = toolPermissions(toolOf(name, annotations ? { annotations } : {}));
    expect(found).toMatchObject({ class: main, source: "inferred" });
    expect(found.touches.find((touch) => touch.class === main)?.against).toBe(against);
  });

  test("one that says it reaches nothing outside and takes an address", () => {
    const annotations = { readOnlyHint: true, openWorldHint: false };
    const { touches } = toolPermissions(toolOf("get_page", { annotations, ...taking("url") }));
    expect(touches).toContainEqual({
      class: "network",
      source: "inferred",
      by: "takes-address",
      against: "openWorldHint",
    });
  });

  test("reading secrets does not contradict reading", () => {
    const found = toolPermissions(toolOf("get-env", { annotations: { readOnlyHint: true } }));
    expect(found).toMatchObject({ class: "secrets", source: "inferred" });
    expect(found.touches.every((touch) => touch.against === undefined)).toBe(true);
  });
});

describe("what is inferred", () => {
  const NAMES: [tool: ManifestTool, touched: string][] = [
    [toolOf("deleteUser"), "destructive"],
    [toolOf("API-delete-a-block"), "destructive"],
    [toolOf("github.repos.delete"), "destructive"],
    [toolOf("find_and_delete"), "read destructive"],
    [toolOf("list_deleted_items"), "read"],
    [toolOf("get_delete_status"), "read"],
    [toolOf("clear_cart"), "destructive"],
    [toolOf("revoke_token"), "destructive"],
    [toolOf("createUserByID"), "write"],
    [toolOf("create_or_update_file"), "write"],
    [toolOf("search_and_replace"), "read write"],
    [toolOf("API-patch-page"), "write"],
    [toolOf("execute_sql"), "execute"],
    [toolOf("run_command", taking("command")), "execute"],
    [toolOf("terminal", taking("cmd")), "execute"],
    [toolOf("runPythonCode"), "execute"],
    [toolOf("run_report"), "-"],
    [toolOf("query", taking("sql")), "read execute"],
    [toolOf("search_code", taking("q", "code")), "read"],
    [toolOf("send_email", taking("to", "subject", "body")), "messages"],
    [toolOf("gmail_draft", taking("to", "subject")), "write messages"],
    [toolOf("slack_post_message"), "messages"],
    [toolOf("post_tweet"), "messages"],
    [toolOf("invite_user"), "messages"],
    [toolOf("add_comment"), "write messages"],
    [toolOf("get_messages"), "read"],
    [toolOf("list_comments"), "read"],
    [toolOf("send_http_request", taking("url")), "network"],
    [toolOf("send_transaction"), "-"],
    [toolOf("firecrawl_scrape", taking("url")), "network"],
    [toolOf("web_search"), "read network"],
    [toolOf("fetch", taking("url")), "read network"],
    [toolOf("fetch_user", taking("id")), "read"],
    [toolOf("set_webhook", taking("webhookUrl")), "write network"],
    [toolOf("get_secret"), "read secrets"],
    [toolOf("list_api_keys"), "read secrets"],
    [toolOf("count_tokens"), "read"],
    [toolOf("get_design_tokens"), "read"],
    [toolOf("login", taking("username", "password")), "secrets"],
    [toolOf("getenv", { description: "Returns environment variables" }), "read secrets"],
    [toolOf("tidy", { description: "Deletes files older than a day." }), "destructive"],
    [toolOf("store", { description: "Saves a note, overwriting what is there." }), "write"],
    [toolOf("put_file", { description: "Writes a file. Overwrites what is there." }), "write destructive"],
    [toolOf("get_user", { description: "Removes the user for good." }), "read destructive"],
    [toolOf("tool_7", { description: "Execute a shell command on the host." }), "execute"],
    [toolOf("thinking", { description: "A detailed tool for thoughts." }), "-"],
    [toolOf("web_tool", { description: "This tool searches the web for news." }), "read network"],
    [toolOf("acme_search", { description: "Search the web for anything." }), "read network"],
    [toolOf("acme_extract", { description: "Extract content from URLs." }), "read network"],
    [toolOf("get_issue", { description: "Get an issue with its web address." }), "read"],
    [toolOf("job_cleaner", { description: "This tool is used to delete old jobs." }), "destructive"],
    [toolOf("helper", { description: "Use this tool to remove a user." }), "destructive"],
    [toolOf("generate_chart", { description: "Generate a chart of the data." }), "-"],
    [toolOf("generate_list_of_users"), "-"],
    [toolOf("push_text_message"), "write messages"],
    [toolOf("push_files"), "write"],
    [toolOf("API-post-search"), "-"],
    [toolOf("API-post-page"), "-"],
    [toolOf("download_images", taking("localPath")), "network write"],
    [toolOf("take_picture", taking("outputPath")), "write"],
    [toolOf("compare_files", taking("path", "otherPath")), "read"],
    [toolOf("rerun_workflow"), "execute"],
    [toolOf("talk", { description: "Send input to a terminal or REPL process." }), "execute"],
    [toolOf("storage", choosing("command", { parameters: { type: "object" } })), "-"],
    [toolOf("storage", choosing("command", { id: {} }, { enum: ["get", "set"] })), "-"],
    [toolOf("storage", choosing("command", { id: {} })), "execute"],
    [toolOf("löschen"), "-"],
    [toolOf(""), "-"],
  ];
  test.each(NAMES.map(([tool, expected]) => ({ ...tool, expected, tool })))(
    "$name touches $expected",
    ({ tool, expected }) => {
      expect(touchedBy(tool).sort().join(" ") || "-").toBe(
        expected === "-" ? "-" : expected.split(" ").sort().join(" "),
      );
    },
  );

  test("of the tools of known servers: at most one class in twenty is wrong, at most one in ten is missed", () => {
    let [right, files] = [0, 0];
    const wrong: string[] = [];
    const missed: string[] = [];
    for (const [server, text] of Object.entries(LABELS)) {
      const file = dataSet(`tools/${server}.json`);
      if (file === null) continue;
      files += 1;
      const { tools } = Listed.parse(JSON.parse(file));
      const labels = new Map(text.split("\n").map((line) => line.split(": ") as [string, string]));
      expect(tools.map((tool) => tool.name)).toEqual([...labels.keys()]);
      for (const tool of tools) {
        const expected = new Set((labels.get(tool.name) ?? "-").split(" ").filter((one) => one !== "-"));
        const found = new Set<string>(touchedBy(tool));
        for (const one of found) {
          if (expected.has(one)) right += 1;
          else wrong.push(`${server} ${tool.name} ${one}`);
        }
        for (const one of expected) if (!found.has(one)) missed.push(`${server} ${tool.name} ${one}`);
      }
    }
    expect(right > 0).toBe(files > 0);
    expect(wrong.length).toBeLessThanOrEqual(right / 20);
    expect(missed.length).toBeLessThanOrEqual(right / 10);
  });

  test("rule ids are unique, and every rule says when it holds", () => {
    expect(new Set(INFERENCE_RULES.map((rule) => rule.id)).size).toBe(INFERENCE_RULES.length);
    for (const rule of INFERENCE_RULES) expect(rule.says).toMatch(/^it/);
  });

  test("takes a bounded time for whatever a server sends", () => {
    const long = "aA".repeat(200_000);
    const started = performance.now();
    toolPermissions(toolOf(long, { description: `${"delete ".repeat(50_000)}${long}` }));
    expect(performance.now() - started).toBeLessThan(200);
  });
});
