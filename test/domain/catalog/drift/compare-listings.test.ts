import { expect, test } from "vitest";
import { compareListings } from "#app/domain/catalog/drift/compare-listings.ts";
import { DEFAULT_DRIFT_POLICY } from "#app/domain/catalog/drift/drift-words.ts";
import { readListing } from "#app/domain/catalog/drift/read-listing.ts";
import { dataSet } from "#test/support/data-sets.ts";

const PAIR = ["toolhive-registry-spec-2025-08.json", "toolhive-registry.json"].map(dataSet);

const compare = (before: unknown, after: unknown) =>
  compareListings(readListing(before) ?? new Map(), readListing(after) ?? new Map(), DEFAULT_DRIFT_POLICY);
const entry = (changes: object) => ({
  image: "ghcr.io/acme/search:1.0",
  transport: "stdio",
  tools: ["search", "get_item"],
  permissions: { network: { outbound: { allow_host: ["acme.test"], allow_port: [443] } } },
  ...changes,
});
const kindsOf = (changes: object) => {
  const [row] = compare({ servers: { one: entry({}) } }, { servers: { one: entry(changes) } }).rows;
  return row?.whole.map(({ kind }) => kind);
};

test("a server's image, start and reach are told apart", () => {
  expect(kindsOf({})).toEqual([]);
  expect(kindsOf({ image: "ghcr.io/acme/search:1.1" })).toEqual(["release_changed"]);
  expect(kindsOf({ image: "ghcr.io/other/search:1.0" })).toEqual(["package_changed"]);
  expect(kindsOf({ args: ["--all"] })).toEqual(["launch_changed"]);
  const reach = (outbound: object) => kindsOf({ permissions: { network: { outbound } } });
  expect(reach({ insecure_allow_all: true })).toEqual(["scope_widened"]);
  expect(reach({ allow_host: ["acme.test"] })).toEqual(["scope_widened"]);
  expect(reach({ allow_host: ["acme.test"], allow_port: [443, 80] })).toEqual(["scope_widened"]);
  expect(reach({})).toEqual(["scope_narrowed"]);
  expect(reach({ allow_host: ["other.test"], allow_port: [443] })).toEqual([
    "scope_widened",
    "scope_narrowed",
  ]);
});

test("names alone tell a tool that was renamed only when nothing but its spelling changed", () => {
  const before = { servers: { one: entry({ tools: ["add_item", "list_items", "drop"] }) } };
  const after = { servers: { one: entry({ tools: ["addItem", "list_items", "remove"] }) } };
  const { tools, rows } = compare(before, after);
  expect(tools).toEqual({ before: 3, after: 3, same: 1, added: 1, removed: 1, renamed: 1, changed: 0 });
  expect(rows[0]?.tools.find((tool) => tool.fate === "renamed")).toMatchObject({
    name: "addItem",
    was: "add_item",
  });
});

test("a list of tools as a server answers it is compared with everything it says", () => {
  const tool = { name: "read", description: "Reads.", inputSchema: { type: "object", properties: {} } };
  const wider = { ...tool, inputSchema: { type: "object", properties: { path: { type: "string" } } } };
  expect(compare({ tools: [tool] }, { tools: [wider] }).kinds).toEqual({ schema_widened: 1 });
  expect(readListing({ nothing: true })).toBeNull();
  expect(readListing("text")).toBeNull();
});

if (PAIR.every((text) => text !== null)) {
  test("half a year of a real registry: every server and every tool is accounted for, and nothing twice", () => {
    const [older, newer] = PAIR.map((text) => JSON.parse(text ?? ""));
    const { servers, tools, kinds, rows } = compare(older, newer);
    expect({ both: servers.same + servers.changed, added: servers.added, removed: servers.removed }).toEqual({
      both: 65,
      added: 37,
      removed: 2,
    });
    expect(tools).toEqual({
      before: 1_078,
      after: 1_069,
      same: 851,
      added: 183,
      removed: 192,
      renamed: 35,
      changed: 0,
    });
    const isMoved = ({ name, whole }: (typeof rows)[number]) =>
      (older[name]?.image !== { ...newer.servers, ...newer.remote_servers }[name]?.image) ===
      whole.some(
        ({ kind, detail }) =>
          kind === "release_changed" ||
          (kind === "package_changed" && detail.some((line) => line.startsWith("was"))),
      );
    expect(
      rows.filter((row) => row.fate === "same" || row.fate === "changed").filter((row) => !isMoved(row)),
    ).toEqual([]);
    expect(kinds).toMatchObject({ scope_widened: 1, scope_narrowed: 1 });
    const widened = rows.filter((row) => row.whole.some(({ kind }) => kind === "scope_widened"));
    expect(widened.map(({ name }) => name)).toEqual(["terraform"]);
    for (const { name, fate } of rows) {
      const isIn = [older, { ...newer.servers, ...newer.remote_servers }].map((group) =>
        Object.hasOwn(group, name),
      );
      expect(isIn, name).toEqual(
        fate === "added" ? [false, true] : fate === "removed" ? [true, false] : [true, true],
      );
    }
  });
}
