import fc from "fast-check";
import { expect, test } from "vitest";
import { entryReader } from "#app/domain/registries/read-entries.server.ts";
import { ODDITY_KINDS, REGISTRY_KINDS, type RegistryKind } from "#app/domain/registries/registry-words.ts";
import { rowsJson } from "#app/domain/registries/rows-json.ts";
import { mutatedDocument, SAMPLES } from "#test/support/mutated-registries.ts";

/** Reads a document as an import does and holds what came out against what may come out. */
function readAll(kind: RegistryKind, bytes: Uint8Array, piece: number): number {
  const reader = entryReader(kind, 1);
  const entries = [];
  for (let at = 0; at < bytes.length; at += piece)
    entries.push(...reader.push(bytes.subarray(at, at + piece)));
  const { last } = reader.end();
  entries.push(...last);
  for (const { draft, remarks } of entries) {
    if (!draft) expect(remarks.length).toBeGreaterThan(0);
    for (const { oddity } of remarks) expect(ODDITY_KINDS).toContain(oddity);
    expect(rowsJson(draft ?? remarks)).not.toMatch(/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i);
  }
  return entries.length;
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
