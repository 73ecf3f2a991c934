import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { neededNames, needsInWords } from "#app/domain/catalog/asking/needed-names.ts";

const HELP = `Error: No access token was provided.
Run \`acme-mcp auth login\` first, or pass \`--access-token\` / \`ACME_ACCESS_TOKEN\`.
Usage: acme-mcp [--access-token=<token>] [--host=<host>]

Authentication:
  --access-token <token>  Token with API access
                          Optional for acme.example
                          Required for hosts of one's own
Common optional flags:
  --acme-url <url>        Override the address

Environment variables:
  ACME_ACCESS_TOKEN       Token (alternative to --access-token)
  ACME_CLIENT_ID          Override the OAuth client id
  MODEL_API_KEY           Key for search tools
`;
const FLAGS = `Error: unable to create a target: no current context is set and no contexts are defined in the configuration.
Usage:
  acme [command] [flags]
Flags:
      --config string     Path of the config file.
      --tls-cert string   Path to TLS certificate file for HTTPS. Must be used together with --tls-key.
      --tls-key string    Path to TLS private key file for HTTPS. Must be used together with --tls-cert.
      --log-file string   Defines the log file path. Required for logging in stdio mode.
`;
const SETTINGS = `Configuration:
- ENV_FILE: /home/one/.env (source: default)
- ACME_PORT: 3333 (source: default)
- PROXY_URL: none (source: default)

Usage telemetry enabled. Disable: ACME_TELEMETRY=off or DO_NOT_TRACK=1
Initializing the server in HTTP mode on 127.0.0.1:3333...
`;
const ZOD = `ZodError: [
  {
    "code": "invalid_type",
    "expected": "string",
    "received": "undefined",
    "path": [
      "ACME_URL"
    ],
    "message": "Required"
  },
  {
    "expected": "string",
    "code": "invalid_type",
    "path": ["ACME_API_KEY"],
    "message": "Invalid input: expected string, received undefined"
  }
]
    at Object.parse (file:///x/dist/index.js:10:1) {
  NODE_VERSION_CHECK: true
`;

describe("the names a server demands, in the ways servers say it", () => {
  const DEMANDS: [says: string, names: string[]][] = [
    ["Error: ACME_API_KEY environment variable is required", ["ACME_API_KEY"]],
    ["ACME_API_KEY is not set", ["ACME_API_KEY"]],
    ["Please set ACME_BOT_TOKEN and ACME_TEAM_ID environment variables", ["ACME_BOT_TOKEN", "ACME_TEAM_ID"]],
    ["Missing required environment variables:\n  - ACME_USER\n  - ACME_PASS\n", ["ACME_USER", "ACME_PASS"]],
    [
      "The following variables must be set:\n\n* ACME_USER: who you are\n* ACME_NOTE: a note (optional)\nStopping.",
      ["ACME_USER"],
    ],
    ["Missing required environment variables: ACME_USER, ACME_PASS", ["ACME_USER", "ACME_PASS"]],
    ["Error: Cannot read ACME_API_KEY: undefined", ["ACME_API_KEY"]],
    ["No ACME_API_KEY found in the environment", ["ACME_API_KEY"]],
    ["You need to provide ACME_API_KEY. Optionally set ACME_REGION_NAME.", ["ACME_API_KEY"]],
    ["Either ACME_API_KEY or ACME_OAUTH_TOKEN is required", ["ACME_API_KEY", "ACME_OAUTH_TOKEN"]],
    ["The environment variable TOKEN is required", ["TOKEN"]],
    ["error: required option '--api-key <key>' not specified", ["--api-key"]],
    ["Missing required argument: --tenant-id", ["--tenant-id"]],
    [
      "Options:\n  --api-key  The key  [string] [required]\n  --url  Another address  [string]",
      ["--api-key"],
    ],
    ["Environment variables:\n  ACME_KEY_ID   key (required)\n  ACME_LOG_LEVEL   level", ["ACME_KEY_ID"]],
    [HELP, ["ACME_ACCESS_TOKEN"]],
    [ZOD, ["ACME_URL", "ACME_API_KEY"]],
  ];
  test.each(DEMANDS)("%s", (says, names) => {
    expect(neededNames(says)).toEqual(names);
  });

  const NOTHING = [
    FLAGS,
    SETTINGS,
    "Telemetry is on. Set ACME_TELEMETRY=off to disable it.",
    "Server running. Set LOG_LEVEL_NAME to change how much is written.",
    "Using the default for ACME_REGION_NAME",
    "ACME_CACHE_DIR is not set, using /tmp",
    "Warning: ACME_CACHE_DIR not set, falling back to the default",
    "Error: connect ECONNREFUSED 127.0.0.1:6379",
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package",
    "    at ACME_API_KEY is required (file.js:1:1)",
    "node: --experimental-api-key is not allowed in NODE_OPTIONS",
  ];
  test.each(NOTHING)("nothing is demanded by: %s", (says) => {
    expect(neededNames(says)).toEqual([]);
  });

  test("at most six, in linear time, whatever it says", () => {
    const many = Array.from({ length: 50 }, (_, i) => `ACME_KEY_${i} is required`).join("\n");
    expect(neededNames(many)).toHaveLength(6);
    fc.assert(
      fc.property(fc.string({ maxLength: 5_000 }), (text) => neededNames(text).length <= 6),
      { numRuns: 200 },
    );
    const began = performance.now();
    neededNames(`${"A_".repeat(4_000)} is required "path": [${" ".repeat(4_000)}`);
    expect(performance.now() - began).toBeLessThan(500);
  });
});

test("names of which one is enough are joined by or", () => {
  const either = "Either ACME_API_KEY or ACME_OAUTH_TOKEN is required";
  expect(needsInWords(neededNames(either), either)).toBe("ACME_API_KEY or ACME_OAUTH_TOKEN");
  const both = "ACME_USER and ACME_PASS are required";
  expect(needsInWords(neededNames(both), both)).toBe("ACME_USER and ACME_PASS");
  expect(needsInWords(["ACME_USER"], "ACME_USER is required")).toBe("ACME_USER");
});
