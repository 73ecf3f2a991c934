import fc from "fast-check";
import { expect, test } from "vitest";
import { entryReader } from "#app/domain/registries/read-entries.server.ts";
import { REGISTRY_KINDS, type RegistryKind } from "#app/domain/registries/registry-words.ts";
import { advisoryFault, documentFault } from "#test/support/document-faults.ts";
import { mutatedDocument, SAMPLES } from "#test/support/mutated-registries.ts";
import { ADVISORY_FILES, PLANTED, PLANTED_DOCUMENTS } from "#test/support/planted-documents.ts";

/** Reads a document as an import does, holds what came out against what may come out, and counts the entries. */
function readAll(kind: RegistryKind, bytes: Uint8Array, piece: number): number {
  expect(documentFault(kind, Buffer.from(bytes).toString(), piece)).toBeUndefined();
  const reader = entryReader(kind, 1);
  return reader.push(bytes).length + reader.end().last.length;
}

test("whatever a registry sends, reading it ends with entries or with why not", () => {
  const some = fc.record({
    kind: fc.constantFrom(...REGISTRY_KINDS),
    sample: fc.constantFrom(...SAMPLES),
    seed: fc.integer(),
    piece: fc.integer({ min: 1, max: 5_000 }),
  });
  fc.assert(
    fc.property(some, ({ kind, sample, seed, piece }) => {
      readAll(kind, Buffer.from(mutatedDocument(sample, seed)), piece);
    }),
    { numRuns: 400 },
  );
});

test("no value, default, example, header or part of an address that may be secret comes out of any document", () => {
  for (const [kind, text] of PLANTED_DOCUMENTS) {
    expect(text).toContain(PLANTED);
    expect(documentFault(kind, text, 100, PLANTED)).toBeUndefined();
    expect(readAll(kind, Buffer.from(text), 100)).toBeGreaterThan(0);
  }
});

test("a secret in an address that is none, or behind an image's name, is not kept as it is written", () => {
  const remote = { name: "a/b", remotes: [{ type: "sse", url: `https://u:${PLANTED}/mcp` }] };
  const image = { name: "b", image: `mcp/b:1@mcp.example.com/mcp?key=${PLANTED}` };
  const odd = { name: "c", image: `MCP B --token ${PLANTED}` };
  expect(documentFault("official", JSON.stringify([remote]), 100, PLANTED)).toBeUndefined();
  expect(documentFault("docker", JSON.stringify([image, odd]), 100, PLANTED)).toBeUndefined();
});

test("whatever a file of advisories holds, reading it ends with records or with a sentence and its line", async () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const whole = ADVISORY_FILES[seed % ADVISORY_FILES.length] ?? "";
    expect(await advisoryFault(mutatedDocument(whole, seed), 1 + (seed % 97))).toBeUndefined();
  }
});

test("any JSON at all is read entry by entry", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...REGISTRY_KINDS),
      fc.array(fc.jsonValue(), { maxLength: 8 }),
      (kind, values) => {
        expect(readAll(kind, Buffer.from(JSON.stringify(values)), 64)).toBe(values.length);
      },
    ),
    { numRuns: 300 },
  );
});

test("a kind of package called like a part of every object is a kind nobody knows", () => {
  for (const registryType of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
    const packages = [{ registryType, identifier: "a", registryBaseUrl: "https://example.com" }];
    const entry = { name: "a/b", packages, remotes: [{ type: registryType, url: "https://example.com" }] };
    for (const kind of REGISTRY_KINDS)
      expect(readAll(kind, Buffer.from(JSON.stringify([entry])), 50)).toBe(1);
  }
});

test("where a document is cut into pieces changes nothing of what is read", () => {
  for (const sample of SAMPLES) {
    const bytes = Buffer.from(sample);
    for (const kind of REGISTRY_KINDS)
      expect(readAll(kind, bytes, 1)).toBe(readAll(kind, bytes, bytes.length));
  }
});
