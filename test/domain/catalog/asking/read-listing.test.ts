import { expect, test } from "vitest";
import type { Listing } from "#app/domain/catalog/asking/list-everything.ts";
import { readListing } from "#app/domain/catalog/asking/read-listing.ts";

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

test("what is more than can be kept is left out with a note", () => {
  const listing: Listing = {
    ...EMPTY,
    resources: many(800, (i) => ({ uri: `file:///${i}`, name: `${i}` })),
    templates: many(300, (i) => ({ uriTemplate: `file:///${i}/{x}`, name: `${i}` })),
    prompts: [{ name: "asks", arguments: many(120, (i) => ({ name: `a${i}` })) }],
  };
  const { resources, prompts, notes } = readListing(SUBJECT, listing);
  expect([resources?.length, prompts?.[0]?.arguments?.length]).toEqual([1_000, 100]);
  expect(notes).toEqual([
    "The prompt asks takes 120 arguments; the first 100 are kept.",
    "It lists 1100 resources and patterns of them; the first 1000 are kept.",
  ]);
});

test("the last note says how many more there are", () => {
  const tools = many(80, (i) => ({ name: `t${i}`, inputSchema: "none" }));
  const { notes = [] } = readListing(SUBJECT, { ...EMPTY, tools });
  expect(notes).toHaveLength(50);
  expect(notes.at(-1)).toBe("31 more notes were left out.");
});
