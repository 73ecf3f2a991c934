import { REGISTRY_KINDS, type RegistryKind } from "#app/domain/registries/registry-words.ts";
import { SAMPLES } from "./mutated-registries.ts";
import { officialEntry } from "./registry-factories.ts";

/** Made up. It stands in every place of the documents below where a registry may hold a value. */
export const PLANTED = "ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5";

const ADDRESS = `https://u:${PLANTED}@mcp.example.com/mcp?key=${PLANTED}#${PLANTED}`;
const DEMANDED = [
  { name: "API_KEY", isSecret: true, value: PLANTED, default: PLANTED, choices: [PLANTED] },
  { name: "MODE", example: PLANTED, variables: { mode: { default: PLANTED } } },
];

const official = officialEntry("io.github.example/planted", {
  repository: { url: ADDRESS, source: "github" },
  websiteUrl: ADDRESS,
  packages: [
    {
      registryType: "npm",
      identifier: "@example/planted",
      version: "1.0.0",
      transport: { type: "stdio", url: ADDRESS, headers: DEMANDED },
      environmentVariables: DEMANDED,
      packageArguments: [{ type: "named", ...DEMANDED[0] }],
      runtimeArguments: [{ type: "positional", value: PLANTED }],
    },
  ],
  remotes: [{ type: "streamable-http", url: ADDRESS, headers: DEMANDED }],
});

const docker = {
  name: "planted",
  type: "remote",
  image: "mcp/planted:1.0",
  source: { project: ADDRESS },
  remote: { url: ADDRESS, transport_type: "sse", headers: { Authorization: `Bearer ${PLANTED}` } },
  secrets: [{ name: "planted.key", env: "PLANTED_KEY", example: PLANTED, description: "A key." }],
  env: [{ name: "REGION", value: PLANTED, example: PLANTED }],
  run: { env: { TOKEN: PLANTED }, command: ["--token", PLANTED] },
  tools: [{ name: "search", description: "Searches." }],
};

const toolhive = {
  description: "Does.",
  transport: "streamable-http",
  url: ADDRESS,
  repository_url: ADDRESS,
  headers: [{ name: "Authorization", secret: true, default: PLANTED, choices: [PLANTED] }],
  env_vars: [{ name: "KEY", secret: true, default: PLANTED }],
  args: ["--token", PLANTED],
  oauth_config: { client_id: "x", client_secret: PLANTED, scopes: ["read"] },
};

/** Documents of every kind of registry with a secret in every place that may hold one. */
export const PLANTED_DOCUMENTS: readonly (readonly [kind: RegistryKind, text: string])[] = [
  ["official", JSON.stringify({ servers: [official], metadata: { count: 1, nextCursor: "x" } })],
  ["server_json", JSON.stringify(official.server)],
  ["docker", JSON.stringify([docker, { ...docker, name: "second" }])],
  ["docker", JSON.stringify({ registry: { planted: docker } })],
  ["toolhive", JSON.stringify({ servers: { a: toolhive }, remote_servers: { b: toolhive } })],
];

/** Small documents of every form, read as every kind of registry. */
export const PLAIN_DOCUMENTS: readonly (readonly [kind: RegistryKind, text: string])[] =
  REGISTRY_KINDS.flatMap((kind) => SAMPLES.map((sample) => [kind, sample] as const));

const range = (type: string, ...events: object[]) => ({ type, events, repo: "https://github.com/a/b" });

const advisory = {
  schema_version: "1.6.7",
  id: "GHSA-aaaa-bbbb-cccc",
  aliases: ["CVE-2026-0001"],
  modified: "2026-01-02T00:00:00Z",
  published: "2026-01-01T00:00:00Z",
  summary: "Runs what it is told.",
  details: "x".repeat(300),
  severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H" }],
  affected: [
    {
      package: { ecosystem: "npm", name: "@example/server", purl: "pkg:npm/%40example/server" },
      ranges: [range("SEMVER", { introduced: "0" }, { fixed: "1.2.3" }), range("GIT", { introduced: "0" })],
      versions: ["1.0.0", "1.1.0"],
      database_specific: { severity: "HIGH" },
    },
  ],
  references: [{ type: "ADVISORY", url: "https://example.com/a" }],
};

/** Files of advisories: one record, a list, JSON Lines, and the answer of the interface. */
export const ADVISORY_FILES: readonly string[] = [
  JSON.stringify(advisory),
  JSON.stringify([advisory, { ...advisory, id: "MAL-2026-1" }]),
  [advisory, { ...advisory, id: "PYSEC-2026-1" }].map((one) => JSON.stringify(one)).join("\n"),
  JSON.stringify({ vulns: [advisory] }),
];
