import { officialEntry } from "#test/support/registry-factories.ts";

const docker = {
  name: "example",
  type: "server",
  image: "mcp/example:1.0",
  title: "Example",
  source: { project: "https://github.com/example/example", commit: "a".repeat(40) },
  remote: {
    url: "https://mcp.example.com/sse",
    transport_type: "sse",
    headers: { Authorization: "Bearer x" },
  },
  oauth: [{ provider: "example" }],
  run: { allowHosts: ["example.com:443"], volumes: ["data:/data"], disableNetwork: false },
  secrets: [{ name: "example.key", env: "EXAMPLE_KEY", example: "x" }],
  env: [{ name: "REGION" }],
  tools: [{ name: "search", description: "Searches.", annotations: { readOnlyHint: true } }],
  tags: ["example"],
};
const toolhive = {
  description: "Does.",
  tier: "Official",
  status: "Active",
  transport: "stdio",
  tools: ["a", "b"],
  image: "ghcr.io/example/a@sha256:abc",
  permissions: { network: { outbound: { allow_host: ["example.com"] } } },
  env_vars: [{ name: "KEY", secret: true, required: true }],
  provenance: { signer_identity: "/x", repository_uri: "https://github.com/example/a" },
  metadata: { stars: 3, last_updated: "2026-02-05T04:47:25Z" },
};
const older = {
  name: "io.github.example/older",
  description: "Older.",
  version: "1.0.0",
  packages: [
    {
      registry_type: "oci",
      registry_base_url: "https://docker.io",
      identifier: "example/older",
      environment_variables: [{ name: "KEY", is_secret: true }],
    },
  ],
};

/** One small document of every form. */
export const SAMPLES: readonly string[] = [
  JSON.stringify({
    servers: [officialEntry("io.github.example/a")],
    metadata: { count: 1, nextCursor: "x" },
  }),
  JSON.stringify([docker, { name: "b" }]),
  JSON.stringify({
    servers: { a: toolhive },
    remote_servers: { b: { ...toolhive, image: undefined, url: "https://b.example" } },
  }),
  JSON.stringify({ data: { servers: [older], groups: [{ name: "g", servers: [older] }] } }),
  JSON.stringify(older),
];

const ODD = [
  "null",
  "[]",
  "{}",
  '"\\u0000\\ud800"',
  "1e999",
  "-0",
  '"\u202e\u200b<b>"',
  '"__proto__"',
  `"${"x".repeat(5_000)}"`,
  "[".repeat(2_000),
  '{"__proto__":{"name":"p"}}',
  '{"constructor":1}',
  "true",
  '"http://u:p@[::1]/?q=1#f"',
  "\\",
  '"',
  "}",
  "\ufeff",
  "\u0000",
];

/** A document with some of its parts exchanged, cut, doubled or torn, always the same for one seed. */
export function mutatedDocument(sample: string, seed: number): string {
  let state = seed | 0 || 1;
  const next = (below: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.abs(state) % below;
  };
  let text = sample;
  for (let n = 1 + next(4); n > 0; n -= 1) {
    const values = [...text.matchAll(/"(?:[^"\\]|\\.)*"|\btrue\b|\bfalse\b|-?\d+|\{\}|\[\]/g)];
    const at = values[next(Math.max(values.length, 1))];
    const odd = ODD[next(ODD.length)] ?? "";
    const place = next(text.length + 1);
    const kind = next(5);
    if (kind === 0 && at) text = text.slice(0, at.index) + odd + text.slice(at.index + at[0].length);
    else if (kind === 1) text = text.slice(0, place) + odd + text.slice(place);
    else if (kind === 2)
      text = text.slice(0, place) + text.slice(Math.min(text.length, place + 1 + next(40)));
    else if (kind === 3) text = text.slice(0, place);
    else text = text.slice(0, place) + text.slice(Math.max(0, place - next(60)));
    text = text.slice(0, 200_000);
  }
  return text;
}
