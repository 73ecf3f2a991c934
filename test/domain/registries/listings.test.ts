import { expect, test } from "vitest";
import { listAlternatives } from "#app/domain/advisories/alternative-queries.server.ts";
import { blockServer } from "#app/domain/catalog/block-server.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import {
  countListings,
  getListing,
  listListingDetails,
  listListings,
} from "#app/domain/registries/listing-queries.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, type TestOrganization } from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf } from "#test/support/inventory-factories.ts";
import { importText, officialEntry, registryOf } from "#test/support/registry-factories.ts";

const database = openTestDatabase();

const server = (name: string, overrides: Record<string, unknown> = {}, meta: Record<string, unknown> = {}) =>
  officialEntry(`io.github.example/${name}`, { title: `${name} tickets board`, ...overrides }, meta);

/** A tool of ToolHive's form with what it declares. */
const tool = (name: string, over: Record<string, unknown>) => ({
  image: `ghcr.io/example/${name}:1.0.0`,
  description: "Keeps a tickets board for teams.",
  transport: "stdio",
  tier: "Community",
  ...over,
});

async function listed(entries: unknown[]): Promise<TestOrganization> {
  const org = await createOrganization(database.db);
  await importText(org, await registryOf(org, "official"), JSON.stringify({ servers: entries }));
  return org;
}

const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name.split("/")[1]);

test("a listed server is found by the starts of words of its name and description, whatever it stands in use", async () => {
  const org = await listed([
    server("alpha", { description: "Reads invoices." }),
    server("beta", { description: "Sends parcels." }),
  ]);
  const ctx = as(org, org.owner);
  const found = async (q: string) => names(await listListings(ctx, { q }, { limit: 10 }));
  expect(await found("invo")).toEqual(["alpha"]);
  expect(await found("BETA par")).toEqual(["beta"]);
  expect(await found("io.github.example/al")).toEqual(["alpha"]);
  expect(await found("nothing")).toEqual([]);
  expect(await found("")).toEqual(["alpha", "beta"]);
});

test("only the newest version of what is still there is shown, and deprecated ones say so", async () => {
  const org = await listed([
    server("alpha", { version: "1.0.0" }, { isLatest: false }),
    server("alpha", { version: "2.0.0" }, { status: "deprecated" }),
  ]);
  const rows = await listListings(as(org, org.owner), {}, { limit: 10 });
  expect(rows).toMatchObject([{ version: "2.0.0", status: "deprecated" }]);
});

test("facets count what matches, and what nobody says is counted as unsaid", async () => {
  const remote = { packages: [], remotes: [{ type: "sse", url: "https://mcp.example.com/sse" }] };
  const org = await listed([
    server("alpha"),
    server("beta", remote),
    server("gamma", {}, { status: undefined }),
  ]);
  const ctx = as(org, org.owner);
  const { total, facets } = await countListings(ctx, {});
  expect(total).toBe(3);
  expect(facets.transport).toEqual([
    { value: "stdio", listings: 2 },
    { value: "sse", listings: 1 },
  ]);
  expect(facets.status).toContainEqual({ value: "unsaid", listings: 1 });
  expect(facets.touch).toEqual([{ value: "unsaid", listings: 3 }]);
  expect(facets.standing).toEqual([{ value: "none", listings: 3 }]);
  expect(facets.publisher).toEqual([{ value: "github.com/example", listings: 3 }]);
  expect((await countListings(ctx, { transport: "sse" })).total).toBe(1);
  expect(names(await listListings(ctx, { touch: "unsaid", transport: "stdio" }, { limit: 10 }))).toEqual([
    "alpha",
    "gamma",
  ]);
});

test("a listed server shows how it stands here, and no more of others' use than the viewer may know", async () => {
  const org = await listed([server("alpha"), server("beta"), server("gamma")]);
  const [user, other] = [await createMember(org, "member"), await createMember(org, "member")];
  await recordScan(as(org, user), {
    deviceName: "laptop",
    report: reportOf([fileOf([npxEntry("a", "@example/alpha"), npxEntry("b", "@example/beta")])]),
  });
  const ctx = as(org, org.owner);
  const before = await listListings(ctx, {}, { limit: 10 });
  expect(before.map(({ standing }) => standing)).toEqual(["in_use", "in_use", "none"]);
  await blockServer(ctx, { serverId: before[1]?.serverId ?? "", reason: "A look at it" });
  const standings = async (who: typeof user) =>
    (await listListings(as(org, who), {}, { limit: 10 })).map(({ standing }) => standing);
  expect(await standings(user)).toEqual(["in_use", "blocked", "none"]);
  expect(await standings(other)).toEqual(["known", "blocked", "none"]);
  expect(names(await listListings(ctx, { standing: "none" }, { limit: 10 }))).toEqual(["gamma"]);
  expect(names(await listListings(ctx, { standing: "blocked" }, { limit: 10 }))).toEqual(["beta"]);
});

test("a safer alternative declares less, is not blocked, and says why; what nobody declared is no less", async () => {
  const org = await createOrganization(database.db);
  const any = { permissions: { network: { outbound: { insecure_allow_all: true } } } };
  const none = {
    permissions: { network: { outbound: {} } },
    tool_definitions: [{ name: "x", annotations: { readOnlyHint: true } }],
  };
  const servers = {
    board: tool("board", any),
    safe: tool("safe", none),
    silent: tool("silent", {}),
    same: tool("same", any),
  };
  await importText(org, await registryOf(org, "toolhive"), JSON.stringify({ servers }));
  const ctx = as(org, org.owner);
  const [board] = await listListings(ctx, { q: "board" }, { limit: 10 });
  const found = await listAlternatives(ctx, await getListing(ctx, board?.id ?? ""));
  expect(found.map(({ listing, reasons }) => [listing.name, reasons])).toEqual([
    ["safe", ["It declares to touch less: no network."]],
  ]);
});

test("a listing that says nothing of its tools is not told to touch less, whatever else it demands", async () => {
  const org = await createOrganization(database.db);
  const deletes = { tool_definitions: [{ name: "drop", annotations: { destructiveHint: true } }] };
  const demands = { env_vars: [{ name: "TOKEN", description: "A token.", required: true, secret: true }] };
  const servers = {
    board: tool("board", { ...deletes, ...demands }),
    quiet: tool("quiet", demands),
    reads: tool("reads", {
      ...demands,
      tool_definitions: [{ name: "show", annotations: { readOnlyHint: true } }],
    }),
  };
  await importText(org, await registryOf(org, "toolhive"), JSON.stringify({ servers }));
  const ctx = as(org, org.owner);
  const [board] = await listListings(ctx, { q: "board" }, { limit: 10 });
  const found = await listAlternatives(ctx, await getListing(ctx, board?.id ?? ""));
  expect(found.map(({ listing, reasons }) => [listing.name, reasons])).toEqual([
    ["reads", ["It declares to touch less: nothing that deletes."]],
  ]);
});

test("nobody sees what another organization's registries list", async () => {
  const [org, other] = [await listed([server("alpha")]), await listed([])];
  const [row] = await listListings(as(org, org.owner), {}, { limit: 10 });
  expect(await listListings(as(other, other.owner), {}, { limit: 10 })).toEqual([]);
  expect(await listListingDetails(as(other, other.owner), [row?.id ?? ""])).toEqual([]);
  await expect(getListing(as(other, other.owner), row?.id ?? "")).rejects.toThrow(/no such listing/);
});

test("a listed server with an odd name says so wherever it stands, and is nobody's safer alternative", async () => {
  const org = await listed([
    server("com.example/notes", {}),
    server("com.example/n\u043etes", { title: "Notes \u200b of yours" }),
  ]);
  const ctx = as(org, org.owner);
  const rows = await listListings(ctx, {}, { limit: 10 });
  const odd = rows.filter(({ remarks }) => remarks.length > 0);
  expect(odd).toHaveLength(1);
  const whole = await getListing(ctx, odd[0]?.id ?? "");
  expect(whole.remarks).toEqual(odd[0]?.remarks);
  expect(whole.remarks).toHaveLength(2);
  const plain = rows.find(({ remarks }) => remarks.length === 0);
  const others = await listAlternatives(ctx, await getListing(ctx, plain?.id ?? ""));
  expect(others.map(({ id }) => id)).not.toContain(whole.id);
});

test("the list judges a name by every way to start it, as its own page does", async () => {
  const npm = (identifier: string) => ({
    registryType: "npm",
    identifier,
    version: "1.0.0",
    transport: { type: "stdio" },
  });
  const org = await listed([
    server("com.example/files", {
      packages: [npm("aaa-plain"), npm("@modelcontextprotocol/server-filesytem")],
    }),
  ]);
  const ctx = as(org, org.owner);
  const [row] = await listListings(ctx, {}, { limit: 10 });
  expect(row?.remarks).toHaveLength(1);
  expect((await getListing(ctx, row?.id ?? "")).remarks).toEqual(row?.remarks);
});
