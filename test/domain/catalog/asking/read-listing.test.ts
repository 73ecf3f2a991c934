import { hash } from "node:crypto";
import { expect, test } from "vitest";
import type { Listing } from "#app/domain/catalog/asking/list-everything.ts";
import { readListing } from "#app/domain/catalog/asking/read-listing.ts";
import { hashTool } from "#app/domain/catalog/hash-tools.server.ts";

const SUBJECT = { identity: "npm:one", release: "1.0.0" };
const EMPTY: Listing = {
  protocolVersion: "2025-06-18",
  serverInfo: undefined,
  instructions: undefined,
  tools: [],
  prompts: [],
  resources: [],
  templates: [],
  notes: [],
};
const many = <T>(length: number, make: (index: number) => T) => Array.from({ length }, (_, i) => make(i));

const sha256 = (text: string) => hash("sha256", text);

test("what is more than can be kept is left out with a note", () => {
  const listing: Listing = {
    ...EMPTY,
    resources: many(800, (i) => ({ uri: `file:///${i}`, name: `${i}` })),
    templates: many(300, (i) => ({ uriTemplate: `file:///${i}/{x}`, name: `${i}` })),
    prompts: [{ name: "asks", arguments: many(120, (i) => ({ name: `a${i}` })) }],
  };
  const { resources, prompts, notes } = readListing(SUBJECT, listing, sha256);
  expect([resources?.length, prompts?.[0]?.arguments?.length]).toEqual([1_000, 100]);
  expect(notes).toEqual([
    "The prompt asks takes 120 arguments; the first 100 are kept.",
    "It lists 1100 resources and patterns of them; the first 1000 are kept.",
  ]);
});

test("the last note says how many more there are", () => {
  const tools = many(80, (i) => ({ name: `t${i}`, inputSchema: "none" }));
  const { notes = [] } = readListing(SUBJECT, { ...EMPTY, tools }, sha256);
  expect(notes).toHaveLength(50);
  expect(notes.at(-1)).toBe("31 more notes were left out.");
});

test("a change after what is kept of a text is another tool, wherever the text stands, and the cut is told", () => {
  const long = "x".repeat(30_000);
  const placed: ((text: string) => object)[] = [
    (text) => ({ name: "a", description: text }),
    (text) => ({ name: "a", title: text }),
    (text) => ({ name: "a", annotations: { title: text } }),
    (text) => ({ name: "a", inputSchema: { type: "object", properties: { q: { description: text } } } }),
    (text) => ({ name: "a", inputSchema: { type: "object", properties: { [text]: {} } } }),
    (text) => ({ name: "a", outputSchema: { type: "object", title: text } }),
  ];
  for (const tool of placed) {
    const read = (text: string) => readListing(SUBJECT, { ...EMPTY, tools: [tool(text)] }, sha256);
    const [before, after] = [read(`${long}a`), read(`${long}b`)];
    const hashes = [before, after, read(`${long}a`)].flatMap(({ tools }) => tools.map(hashTool));
    expect(hashes).toHaveLength(3);
    expect(hashes[0]).not.toBe(hashes[1]);
    expect(hashes[0]).toBe(hashes[2]);
    expect(before.notes?.join()).toContain("A text is longer than can be kept");
    expect(JSON.stringify(before.tools)).toContain("characters in all, SHA-256 ");
  }
  const short = readListing(
    SUBJECT,
    { ...EMPTY, tools: [{ name: "a", description: "x".repeat(20_000) }] },
    sha256,
  );
  expect(short.tools[0]?.description).toBe("x".repeat(20_000));
  expect(short.notes?.join()).not.toContain("A text is longer");
});
