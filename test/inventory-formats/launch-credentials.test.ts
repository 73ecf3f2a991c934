import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { kindOf } from "#app/domain/inventory/credential-words.ts";
import { credentialsOf } from "#app/domain/inventory/launch-credentials.ts";
import { type RawLaunch, redactLaunch } from "#app/domain/inventory/redact-launch.ts";

const GITHUB = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
const fingerprint = (value: string) => createHash("sha256").update(value).digest("hex");

function told(raw: Partial<RawLaunch>) {
  const launch = redactLaunch(
    { transport: "stdio", args: [], env: [], headers: [], ...raw },
    { fingerprint },
  );
  return credentialsOf(launch).map((one) =>
    [one.where, one.name, one.form === "secret" ? one.secret.secretKind : one.reference, one.account ?? ""]
      .join(" ")
      .trim(),
  );
}

test("references in arguments are listed with the name they stand under and the form they have", () => {
  expect(told({ args: ["--token", "${env:WORK_TOKEN}"] })).toEqual(["args.1 token ${env:WORK_TOKEN}"]);
  expect(told({ args: ["--api-key=${API_KEY}"] })).toEqual(["args.0 api-key ${API_KEY}"]);
  expect(told({ args: ["--header", "Authorization: Bearer ${input:work_pat}"] })).toEqual([
    "args.1 Authorization ${input:work_pat}",
  ]);
  expect(told({ args: ["-e", "GITHUB_TOKEN=op://team/github/token", "image"] })).toEqual([
    "args.1 GITHUB_TOKEN op://team/github/token",
  ]);
  expect(told({ args: ["${env:WORK_TOKEN}", "${HOME}", "--root=${HOME}"] })).toEqual([
    "args.0 WORK_TOKEN ${env:WORK_TOKEN}",
  ]);
});

test("references in an address are listed by the parameter they stand in", () => {
  const url = "https://mcp.example.test/sse?api_key=${API_KEY}&region=${REGION}";
  expect(told({ transport: "http", url })).toEqual(["url api_key ${API_KEY}"]);
});

test("a form that names a place where secrets are kept counts under any name", () => {
  expect(
    told({
      env: [
        ["ONE", "op://team/github/token"],
        ["TWO", "${{ secrets.DEPLOY }}"],
        ["THREE", "${secret:deploy}"],
        ["FOUR", "${env:HOME}"],
        ["FIVE", "${env:DEPLOY_TOKEN}"],
      ],
    }),
  ).toEqual([
    "env.ONE ONE op://team/github/token",
    "env.TWO TWO ${{ secrets.DEPLOY }}",
    "env.THREE THREE ${secret:deploy}",
    "env.FIVE FIVE ${env:DEPLOY_TOKEN}",
  ]);
});

test("references into vaults, keychains and managers of secrets are kept as they stand", () => {
  const forms = [
    "vault://secret/data/github#token",
    "keychain://login/github-token",
    "aws-sm://prod/github/token",
    "gcp-sm://projects/acme/secrets/github",
    "azure-kv://acme-vault/github-token",
    "bws://github-token",
    "pass://team/github",
    "${keychain:github-token}",
    "${vault:secret/github#token}",
  ];
  for (const form of forms) expect(told({ env: [["WORK", form]] }), form).toEqual([`env.WORK WORK ${form}`]);
});

test("a token hidden in what looks like a reference is cut and never stored as one", () => {
  for (const form of [`vault://secret/${GITHUB}`, `keychain://${GITHUB}`, `\${vault:${GITHUB}}`]) {
    const launch = redactLaunch({ transport: "stdio", args: [form], env: [["KEY", form]], headers: [] }, {});
    expect(JSON.stringify([launch, credentialsOf(launch)]), form).not.toContain(GITHUB);
  }
});

test("a file or the environment named instead of a value is a reference, and its path is not told", () => {
  expect(
    told({
      args: [
        "--token-file",
        "/run/secrets/github.txt",
        "--key=./tls/server.pem",
        "-e",
        "SLACK_BOT_TOKEN",
        "-e",
        "DEBUG",
      ],
      env: [
        ["GOOGLE_APPLICATION_CREDENTIALS", "/home/somebody/gcp.json"],
        ["API_KEY_FILE", "/run/secrets/api"],
        ["LOG_FILE", "/var/log/x.log"],
      ],
    }),
  ).toEqual([
    "env.GOOGLE_APPLICATION_CREDENTIALS GOOGLE_APPLICATION_CREDENTIALS file",
    "env.API_KEY_FILE API_KEY_FILE file",
    "args.1 token-file file",
    "args.2 key file",
    "args.4 SLACK_BOT_TOKEN environment",
  ]);
});

test("a variable an argument passes on is told once, where its value stands", () => {
  expect(told({ args: ["run", "-e", "GITHUB_TOKEN", "image"], env: [["GITHUB_TOKEN", GITHUB]] })).toEqual([
    "env.GITHUB_TOKEN GITHUB_TOKEN github-token",
  ]);
});

test("a secret in an argument has the name of its flag, and the user name beside it where one stands in the open", () => {
  expect(told({ args: [`--github-token=${GITHUB}`] })).toEqual(["args.0 github-token github-token"]);
  expect(told({ args: ["--user", "deploy:Zk9vQ2xT7mRb4WnY8sJc3Hd6"] })).toEqual([
    "args.1 user high-entropy deploy",
  ]);
  expect(told({ args: ["--stripe-key", "0a1b2c3d4e5f60718293a4b5c6d7e8f9"] })[0]).toMatch(
    /^args\.1 stripe-key /,
  );
});

test("kind and issuer come from the form of the value, else from the name, and an issuer from the name where the form has none", () => {
  expect(kindOf("ANY", "github-token")).toEqual({
    kind: "github-token",
    kindFrom: "value",
    provider: "github",
  });
  expect(kindOf("SLACK_BOT_TOKEN", "high-entropy")).toMatchObject({ kind: "slack-token", kindFrom: "name" });
  expect(kindOf("SLACK_CLIENT_SECRET", null)).toMatchObject({ kind: "password-or-token", provider: "slack" });
  expect(kindOf("GRAFANA_TOKEN", "json-web-token")).toMatchObject({
    kind: "json-web-token",
    provider: "grafana",
  });
  expect(kindOf("", null)).toEqual({ kind: "password-or-token", kindFrom: "name", provider: null });
});
