const WORDS =
  "search issues calendar invoices payments database query documents tickets customers weather travel images audio notes deploy monitor logs metrics alerts chat mail contacts orders stock shipping maps translate summarize review code tests security secrets backup storage queue stream".split(
    " ",
  );

const word = (n: number) => WORDS[n % WORDS.length] ?? "";

/** A page of the official registry with this many entries, in pieces; about as large as real ones. */
export function* generatedRegistry(entries: number): Generator<Uint8Array> {
  let piece = '{"servers":[';
  for (let n = 0; n < entries; n += 1) {
    piece += `${n === 0 ? "" : ","}${JSON.stringify(entryOf(n))}`;
    if (piece.length < 200_000) continue;
    yield Buffer.from(piece);
    piece = "";
  }
  yield Buffer.from(`${piece}],"metadata":{"count":${entries}}}`);
}

function entryOf(n: number) {
  const owner = `owner-${n % 9_973}`;
  const name = `${word(n)}-${word(Math.floor(n / 7))}-${n}`;
  return {
    server: {
      $schema: "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
      name: `io.github.${owner}/${name}`,
      title: `${word(n)} ${word(n + 3)}`,
      description: `Lets an assistant ${word(n + 1)} ${word(n + 5)} and ${word(n * 3)} with ${word(n * 11)} ${word(n * 17)}`,
      repository: { url: `https://github.com/${owner}/${name}`, source: "github" },
      version: `1.${n % 50}.${n % 7}`,
      websiteUrl: `https://${owner}.example.com`,
      packages: [
        {
          registryType: n % 3 === 0 ? "pypi" : "npm",
          identifier: n % 3 === 0 ? name : `@${owner}/${name}`,
          version: `1.${n % 50}.${n % 7}`,
          transport: { type: "stdio" },
          environmentVariables: [
            { name: "API_KEY", description: "Key of the service.", isRequired: true, isSecret: true },
            { name: "REGION", description: "Where it runs." },
          ],
        },
      ],
      ...(n % 4 === 0
        ? { remotes: [{ type: "streamable-http", url: `https://mcp.${owner}.example.com/${n}/mcp` }] }
        : {}),
    },
    _meta: {
      "io.modelcontextprotocol.registry/official": {
        status: n % 40 === 0 ? "deprecated" : "active",
        isLatest: true,
        publishedAt: "2026-01-01T00:00:00Z",
        updatedAt: new Date(1_767_225_600_000 + n * 1_000).toISOString(),
      },
    },
  };
}
