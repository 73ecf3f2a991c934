import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findUnredacted } from "#app/domain/inventory/find-unredacted.ts";
import { identifyLaunch } from "#app/domain/inventory/launch-identity.ts";
import { type RawLaunch, redactLaunch } from "#app/domain/inventory/redact-launch.ts";
import { redactText } from "#app/domain/inventory/redact-text.ts";
import { CUT, Launch, ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { redacted, remote, reportOf, stdio } from "./raw-launches.ts";

// Made for these tests: the shapes are the issuers', the values open nothing.
const TOKENS: [kind: string, token: string][] = [
  ["github-token", "ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5"],
  ["github-token", "github_pat_11ABCDEFG0aBcDeFgHiJkL_mNoPqRsTuVwXyZ0123456789"],
  ["gitlab-token", "glpat-aB3dE5fG7hJ9kL1mN3pQ"],
  ["slack-token", "xoxb-123456789012-1234567890123-aB3dE5fG7hJ9kL1mN3pQ5rS7"],
  ["anthropic-key", "sk-ant-api03-aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY"],
  ["openai-key", "sk-proj-aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY"],
  ["google-key", "AIzaSyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q"],
  ["aws-key", "AKIAQ3EGRTZ7XK2MPLVN"],
  ["stripe-key", "sk_live_aB3dE5fG7hJ9kL1mN3pQ5rS7"],
  ["npm-token", "npm_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5"],
  ["huggingface-token", "hf_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3z"],
  ["notion-token", "ntn_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5B7c"],
  ["other-vendor-token", "lin_api_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5"],
  [
    "json-web-token",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
  ],
  ["high-entropy", "tQ4v9ZxLm2Kp8RnB7yWcJ6sD1fG3"],
];

describe("a token is cut wherever it stands, and its kind is told", () => {
  test.each(TOKENS)("%s: %s", (kind, token) => {
    const launch = redactLaunch(
      stdio(
        "npx",
        [
          "-y",
          "server",
          token,
          `--token=${token}`,
          "--api-key",
          token,
          `https://h.example/p?x=${token}`,
          `note ${token} end`,
        ],
        {
          env: [["PLAIN_NAME", token]],
          headers: [["Authorization", `Bearer ${token}`]],
        },
      ),
    );
    expect(JSON.stringify(launch)).not.toContain(token);
    expect(launch.env[0]?.value).toMatchObject({ kind: "secret", secretKind: kind });
    expect(launch.headers[0]?.value).toMatchObject({ kind: "secret", secretKind: kind });
    expect(launch.args[2]).toMatchObject({ secret: { secretKind: kind } });
  });
});

const SECRET = "hunter2secret";

const SHAPES: [name: string, raw: RawLaunch][] = [
  ["a flag and its value", stdio("x", ["--token", SECRET])],
  ["a flag with an equals sign", stdio("x", [`--api-key=${SECRET}`])],
  ["a flag in camel case", stdio("x", [`--apiKey=${SECRET}`])],
  ["docker -e", stdio("docker", ["run", "-e", `GITHUB_TOKEN=${SECRET}`, "img"])],
  ["docker -e of a harmless name", stdio("docker", ["run", "-e", `mode=${SECRET}`, "img"])],
  ["docker --env=", stdio("docker", ["run", `--env=A_B=${SECRET}`, "img"])],
  [
    "a header argument",
    stdio("npx", ["mcp-remote", "https://h.example", "--header", `Authorization: Bearer ${SECRET}`]),
  ],
  ["a header of any name", stdio("npx", ["mcp-remote", "https://h.example", "--header", `X-Team:${SECRET}`])],
  ["credentials in a url", stdio("x", [`https://user:${SECRET}@h.example/p`])],
  ["a user alone in a url", stdio("x", [`https://${SECRET}@h.example/p`])],
  ["a parameter in a url", stdio("x", [`https://h.example/p?a=1&access_token=${SECRET}&b=2`])],
  ["a fragment in a url", stdio("x", [`https://h.example/p#access_token=${SECRET}`])],
  ["a connection string", stdio("x", [`postgres://admin:${SECRET}@db.example/x`])],
  ["a password with a slash", stdio("x", [`postgres://admin:a/${SECRET}@db.example/x`])],
  ["an ADO connection string", stdio("x", [`Server=db;User Id=sa;Password=${SECRET};`])],
  [
    "JSON in an argument",
    stdio("x", ["--config", JSON.stringify({ apiKey: SECRET, url: "https://h.example" })]),
  ],
  [
    "JSON in JSON in an argument",
    stdio("x", [JSON.stringify({ inner: JSON.stringify({ apiKey: SECRET }) })]),
  ],
  ["a script", stdio("bash", ["-lc", `export A_KEY=${SECRET}; npx server --password ${SECRET}`])],
  ["a script with quotes", stdio("bash", ["-c", `TOKEN='${SECRET} x' npx server --secret "${SECRET} y"`])],
  ["env before a command", stdio("env", [`MODE=${SECRET}`, "npx", "server"])],
  ["a command line in command", stdio(`npx server --token ${SECRET}`)],
  ["curl's user", stdio("curl", ["-u", `me:${SECRET}`])],
  [
    "a private key",
    stdio("x", [`-----BEGIN OPENSSH PRIVATE KEY-----\n${SECRET}\n-----END OPENSSH PRIVATE KEY-----`]),
  ],
  ["a remote url", remote(`https://me:${SECRET}@h.example/mcp?key=${SECRET}`)],
  ["a header", remote("https://h.example/mcp", [["X-Anything", SECRET]])],
  ["an environment variable", stdio("x", [], { env: [["ANYTHING", SECRET]] })],
  [
    "a default of a reference",
    stdio("x", ["--token=${TOKEN:-".concat(SECRET, "}")], {
      env: [["TOKEN", "${TOKEN:-".concat(SECRET, "}")]],
    }),
  ],
];

describe("no secret leaves the machine in", () => {
  test.each(SHAPES)("%s", (_name, raw) => {
    const launch = redacted(raw);
    expect(JSON.stringify(launch)).not.toContain(SECRET);
    const entries = [{ name: "server", enabled: true, launch }];
    const report = reportOf([{ client: "cursor", scope: "user", path: "~/x", outcome: "found", entries }]);
    expect(ScanReport.safeParse(report).error?.issues ?? []).toEqual([]);
    expect(findUnredacted(report)).toEqual([]);
  });
});

const KEPT: [text: string][] = [
  ["-y"],
  ["@modelcontextprotocol/server-sequential-thinking@2025.12.18"],
  ["ghcr.io/github/github-mcp-server:0.5.0"],
  [`mcp/fetch@sha256:${"0123456789abcdef".repeat(4)}`],
  ["git+https://github.com/o/r@0123456789abcdef0123456789abcdef01234567"],
  ["--token=${TOKEN}"],
  ["Authorization: Bearer ${env:TOKEN}"],
  ["postgres://${PGUSER}:${PGPASSWORD}@db.example/x"],
  ["--auth=oauth"],
  ["--max-tokens=4096"],
  ["--token-file=./token.txt"],
  ["--key=./certs/server.pem"],
  ["src/SomeVeryLongCamelCaseProjectName/Server.csproj"],
  ["type=bind,src=./data,dst=/data"],
  ["8080:80"],
];

test.each(KEPT)("what is no secret is kept: %s", (text) => {
  expect(redactText(text)).toEqual({ text });
});

test("home folders of every system become ~", () => {
  const of = (text: string) => redactText(text, { home: "/srv/people/ada" }).text;
  expect(of("/srv/people/ada/dev")).toBe("~/dev");
  expect(of("/home/ada/dev")).toBe("~/dev");
  expect(of("/Users/ada:/data")).toBe("~:/data");
  expect(of("C:\\Users\\Ada Lovelace\\dev")).toBe("~\\dev");
  expect(of("/mnt/c/Users/ada/dev")).toBe("~/dev");
  expect(of("file:///home/ada/dev")).toBe("file://~/dev");
  expect(of("/data/home/ada")).toBe("/data/home/ada");
});

test("placeholders are told from secrets", () => {
  const values = [
    "YOUR_API_KEY",
    "<token>",
    "xxxxxxxx",
    "sk-...",
    "[REDACTED]",
    "",
    "ghp_xxxxxxxxxxxxxxxxxxxx",
    "your-token-here",
    "changeme",
  ];
  const launch = redacted(
    stdio("x", [], { env: values.map((value, index) => [`TOKEN_${index}_KEY`, value]) }),
  );
  expect(launch.env.map(({ value }) => value.kind)).toEqual(values.map(() => "placeholder"));
});

test("references of the clients are kept, since they hold no value", () => {
  const values = ["${env:TOKEN}", "${TOKEN}", "${input:my-token}", "Bearer ${TOKEN}", "$TOKEN", "%TOKEN%"];
  const launch = redacted(stdio("x", [], { env: values.map((value) => ["A_TOKEN", value]) }));
  expect(launch.env.map(({ value }) => value)).toEqual(values.map((text) => ({ kind: "reference", text })));
});

test("a fingerprint is asked for long secrets only, and of the bare secret", () => {
  const asked: string[] = [];
  const fingerprint = (value: string) => {
    asked.push(value);
    return "0".repeat(64);
  };
  const headers: RawLaunch["headers"] = [["Authorization", "Bearer aVeryLongSecretValue"]];
  const launch = redactLaunch(stdio("x", ["--password", "short"], { headers }), { fingerprint });
  expect(new Set(asked)).toEqual(new Set(["aVeryLongSecretValue"]));
  expect(launch.headers[0]?.value).toMatchObject({ fingerprint: "0".repeat(64) });
});

test("the server finds every place that was not redacted, and names no value", () => {
  const launch: Launch = {
    transport: "stdio",
    command: "/home/ada/bin/x",
    args: [
      { kind: "plain", text: "--token" },
      { kind: "plain", text: SECRET },
      { kind: "plain", text: "-e" },
      { kind: "plain", text: `mode=${SECRET}` },
    ],
    url: `https://u:${SECRET}@h.example`,
    env: [{ name: "ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5", value: { kind: "withheld" } }],
    headers: [],
    cwd: "C:\\Users\\ada\\x",
  };
  const entries = [{ name: `key=${SECRET}`, enabled: true, launch }];
  const problem = { sentence: `line 1: password=${SECRET}` };
  const found = findUnredacted(
    reportOf([{ client: "cursor", scope: "user", path: "/home/ada/x", outcome: "found", problem, entries }]),
  );
  const at = "files.0.entries.0";
  expect(new Set(found)).toEqual(
    new Set([
      "files.0.path",
      "files.0.problem.sentence",
      `${at}.name`,
      `${at}.launch.args.1.text`,
      `${at}.launch.args.3.text`,
      `${at}.launch.command`,
      `${at}.launch.url`,
      `${at}.launch.cwd`,
      `${at}.launch.env.0.name`,
    ]),
  );
  expect(JSON.stringify(found)).not.toContain(SECRET);
});

const fragment = fc.oneof(
  fc.string({ maxLength: 30, unit: "binary" }),
  fc.constantFrom(
    "--token",
    "--api-key=",
    "-e",
    "KEY=",
    "${TOKEN}",
    "•••",
    "https://u:p@h/x?token=",
    "Authorization: Bearer ",
    "bash",
    "-c",
    '"',
    "'",
    "\\",
    " ",
    "/home/ada/",
    "C:\\Users\\ada\\",
    "ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5",
    '{"apiKey":"',
    "npx -y pkg@1.0.0",
  ),
);
const text = fc.array(fragment, { maxLength: 6 }).map((parts) => parts.join(""));
const rawLaunch: fc.Arbitrary<RawLaunch> = fc.record({
  transport: fc.constantFrom("stdio" as const, "http" as const),
  command: text,
  args: fc.array(text, { maxLength: 6 }),
  url: text,
  env: fc.array(fc.tuple(text, text), { maxLength: 3 }),
  headers: fc.array(fc.tuple(text, text), { maxLength: 3 }),
  cwd: text,
});

test("whatever stands in a launch, the redacted form is well-formed and passes the server's own check", () => {
  fc.assert(
    fc.property(rawLaunch, (raw) => {
      const entries = [{ name: "server", enabled: true, launch: redacted(raw) }];
      const report = reportOf([{ client: "cursor", scope: "user", path: "~/x", outcome: "found", entries }]);
      expect(ScanReport.safeParse(report).error?.issues ?? []).toEqual([]);
      expect(findUnredacted(report)).toEqual([]);
    }),
    { numRuns: 1_500 },
  );
});

test("a known token is never in the redacted form or in the identity, whatever stands around it", () => {
  const [, token = ""] = TOKENS[0] ?? [];
  fc.assert(
    fc.property(rawLaunch, text, text, fc.nat(5), (raw, before, after, place) => {
      // A word character before it would make it another word.
      const planted = `${before} ${token} ${after}`;
      const args = raw.args.toSpliced(Math.min(place, raw.args.length), 0, planted);
      const launch = redacted({
        ...raw,
        args,
        command: planted,
        url: `https://h.example/${token}`,
        cwd: planted,
      });
      expect(JSON.stringify(launch)).not.toContain(token);
      expect(identifyLaunch(launch).identity).not.toContain(token);
    }),
    { numRuns: 1_000 },
  );
});

test("the same launch has the same identity, on every person's machine", () => {
  fc.assert(
    fc.property(
      rawLaunch,
      fc.stringMatching(/^[a-z]{3,10}$/),
      fc.stringMatching(/^[a-z]{3,10}$/),
      (raw, ada, bob) => {
        const at = (person: string) => {
          const swap = (value: string) =>
            value.replaceAll("/home/ada", `/home/${person}`).replaceAll("Users\\ada", `Users\\${person}`);
          const { command = "", url = "", args } = raw;
          const own = { ...raw, command: swap(command), args: args.map(swap), url: swap(url) };
          return identifyLaunch(redactLaunch(own, { home: `/home/${person}` }));
        };
        expect(at(ada)).toEqual(at(ada));
        expect(at(ada).identity).toBe(at(bob).identity);
        expect(at(ada).identity).not.toMatch(/\/home\/|[\n\r]/);
      },
    ),
    { numRuns: 1_000 },
  );
});

test("a name that redaction lengthens beyond its limit is cut whole, so that the report can be sent", () => {
  const long = "https://a@".repeat(400);
  const launch = redactLaunch({
    transport: "stdio",
    command: "x",
    args: [],
    env: [[long, "1"]],
    headers: [[long, "1"]],
    cwd: long,
  });
  expect(Launch.safeParse(launch).success).toBe(true);
  expect([launch.cwd, launch.env[0]?.name, launch.headers[0]?.name]).toEqual([CUT, CUT, CUT]);
});

test("a long run of slashes is read in time, and a home folder behind one is still cut", () => {
  const slashes = "//".repeat(2_000);
  const raw = stdio(
    "x",
    Array.from({ length: 250 }, () => slashes),
  );
  const start = process.cpuUsage();
  redactLaunch(raw, { home: "/home/ada" });
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1_000).toBeLessThan(5_000);
  expect(redactText(`${slashes}home/ada/x`, { home: "/home/ada" }).text).not.toContain("ada");
  expect(redactText("file:///home/ada/x", { home: "/home/ada" }).text).not.toContain("ada");
  expect(redactText("a\\\\home\\ada\\x", { home: "/home/ada" }).text).not.toContain("ada");
});

test("of many tokens one behind another, without a gap and longer than any token, nothing is left", () => {
  const slack = "xoxb-123456789012-1234567890123-aB3dE5fG7hJ9kL1mN3pQ5rS7";
  const stripe = "sk_live_51aB3dE5fG7hJ9kL1mN3pQ5rS7";
  for (const before of ["xoxb-12345", "xoxb-123456789012-12345678", "sk_l", "sk_live", slack]) {
    for (const whole of [slack, stripe])
      expect(redactText(`x ${before.repeat(40)}${whole}`).text).not.toContain("aB3dE5fG7h");
  }
  expect(redactText("task_test_integration_of_everything").text).toBe("task_test_integration_of_everything");
});
