import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "#test/support/chromium.ts";
import { makeOrganization, newPassword } from "./support/operator.ts";
import { joinBy, openPerson, type Person } from "./support/person.ts";

const server = inject("server");
const TOKEN = `ghp_${"aB3dE5gH7jK9".repeat(3)}`;
const PASSWORD = "tr0ub4dor-and-3";

let browser: Awaited<ReturnType<typeof launchChromium>>;
let owner: Person;
let email = "";
let scan = "";
const password = newPassword();

beforeAll(async () => {
  browser = await launchChromium();
  const made = await makeOrganization(inject("productFolder"), server);
  owner = await openPerson(browser, server.url);
  await joinBy(owner, made.signInUrl, "Ona Owner", password);
  email = made.owner.email;
  scan = `/${made.organization.slug}/inventory/scan`;
});

afterAll(() => browser.close());

const CURSOR = `{
  // written by hand
  "mcpServers": {
    "github": {
      "command": "npx",
      "args": ["-y", "@vendor/github-mcp@1.4.0"],
      "env": { "GITHUB_TOKEN": "${TOKEN}", "GITHUB_HOST": "\${env:GITHUB_HOST}" },
    },
    "db": { "command": "uvx", "args": ["postgres-mcp", "postgresql://app:${PASSWORD}@db/app"] },
  },
}`;

function fileNamed(name: string, text: string) {
  return { name, mimeType: "application/json", buffer: Buffer.from(text) };
}

test("chosen files are redacted and shown in the browser; nothing is sent before the button that says so", async () => {
  const { page, troubles } = owner;
  await page.goto(scan);
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") sent.push(request.postData() ?? "");
  });
  await page.setInputFiles("input[type=file]", [
    fileNamed("mcp.json", CURSOR),
    fileNamed("claude_desktop_config.json", '{ "mcpServers": { "a": 1 "b": 2 } }'),
    fileNamed("settings.json", '{ "editor.fontSize": 12 }'),
  ]);
  const send = page.getByRole("button", { name: "Send what is shown" });
  await send.waitFor();
  const words = await owner.words();
  expect(words).toContain("npm:@vendor/github-mcp");
  expect(words).toContain("GITHUB_TOKEN secret cut out");
  expect(words).toContain("GITHUB_HOST ${env:GITHUB_HOST}");
  expect(words).toContain("pypi:postgres-mcp");
  expect(words).toContain("a comma was expected between two values");
  expect(words).toContain("None in this file");
  await page.getByText("Show the exact JSON").click();
  const shown = await page.getByLabel("The exact JSON").inputValue();
  expect(await page.content()).not.toContain(TOKEN);
  expect(await page.content()).not.toContain(PASSWORD);
  expect(sent).toEqual([]);

  await send.click();
  await page
    .getByText("2 installations of 2 servers recorded; 2 unapproved. 1 file could not be looked at.")
    .waitFor();
  expect(sent).toHaveLength(1);
  expect(sent[0]).toContain(JSON.parse(shown).reportId);
  expect(sent[0]).not.toContain(TOKEN);
  expect(sent[0]).not.toContain(PASSWORD);
  expect(troubles).toEqual([]);
});

test("pasted text can be taken for another client and path, and what is sent follows what is shown", async () => {
  const { page } = owner;
  await page.goto(scan);
  await page
    .getByLabel("Or paste the content of one file")
    .fill('{ "servers": { "docs": { "url": "https://mcp.docs.test" } } }');
  await page.getByRole("button", { name: "Read pasted text" }).click();
  await page.getByText('Cursor reads "mcpServers", this file has "servers" instead').waitFor();
  await page.getByLabel("Client", { exact: true }).selectOption("vscode");
  await page.getByText("Found · 1 server").waitFor();
  await page.getByLabel("Where the file lies").fill("/home/ona/project/.vscode/mcp.json");
  await page.getByText("Show the exact JSON").click();
  await page.getByLabel("The exact JSON").click();
  const report = JSON.parse(await page.getByLabel("The exact JSON").inputValue());
  expect(report.files).toHaveLength(1);
  expect(report.files[0]).toMatchObject({
    client: "vscode",
    scope: "project",
    path: "~/project/.vscode/mcp.json",
    outcome: "found",
  });
  await page.getByLabel("Device these files are from").fill("Ona's laptop");
  await page.getByRole("button", { name: "Send what is shown" }).click();
  await page.getByText("1 installation of 1 server recorded").waitFor();
});

test("two files under one path are not sent until they can be told apart", async () => {
  const { page } = owner;
  await page.goto(scan);
  const file = '{ "mcpServers": { "a": { "command": "npx", "args": ["a@1.0.0"] } } }';
  await page.setInputFiles("input[type=file]", [fileNamed("mcp.json", file), fileNamed("mcp.json", file)]);
  await page.getByText("Two files are called mcp.json").waitFor();
  await expect
    .poll(() => page.getByRole("button", { name: "Send what is shown" }).getAttribute("aria-disabled"))
    .toBe("true");
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.method()));
  await page.getByLabel("Device these files are from").press("Enter");
  await page.getByLabel("Where the file lies").first().fill("work/mcp.json");
  await page.getByLabel("Where the file lies").first().blur();
  await page.getByText("Two files are called mcp.json").waitFor({ state: "detached" });
  expect(sent).not.toContain("POST");
});

test("ten thousand entries and a file of 12 MB are read without a hang, each with its own answer", async () => {
  const { page } = owner;
  await page.goto(scan);
  const many = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, n) => [`server-${n}`, { command: "npx", args: ["-y", `pkg-${n}`] }]),
  );
  await page.setInputFiles("input[type=file]", [fileNamed("mcp.json", JSON.stringify({ mcpServers: many }))]);
  await page.getByText("Found · 10,000 servers").waitFor();
  await page.getByRole("button", { name: "Leave out" }).click();
  await page.setInputFiles("input[type=file]", [fileNamed("mcp.json", `{"a":"${"x".repeat(12 << 20)}"}`)]);
  await page.getByText("the file is too large to read: at most 2 MiB was expected").waitFor();
});

test("a session that ended before sending costs nothing: signed in again, the same report is shown and sent", async () => {
  const { page, context } = owner;
  await page.goto(scan);
  await page.setInputFiles("input[type=file]", [fileNamed("mcp.json", CURSOR)]);
  await page.getByText("Show the exact JSON").click();
  const before = await page.getByLabel("The exact JSON").inputValue();
  await page.getByLabel("Device these files are from").fill("Kept laptop");
  await context.clearCookies({ name: "castellan" });
  await page.getByRole("button", { name: "Send what is shown" }).click();
  await page.getByText("What you typed is kept").waitFor();
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("Found · 2 servers").waitFor();
  await page.getByText("Show the exact JSON").click();
  const after = await page.getByLabel("The exact JSON").inputValue();
  expect(JSON.parse(after)).toEqual(JSON.parse(before));
  await expect.poll(() => page.getByLabel("Device these files are from").inputValue()).toBe("Kept laptop");
  await page.getByRole("button", { name: "Send what is shown" }).click();
  await page.getByText("2 installations of 2 servers recorded").waitFor();
});
