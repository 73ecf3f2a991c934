import { afterEach, expect, test } from "vitest";
import { importRegistryFile } from "#app/domain/registries/import-registry-file.server.ts";
import {
  getRegistryImport,
  listOddities,
  listRegistries,
} from "#app/domain/registries/registry-queries.server.ts";
import { ENTRIES_AT_ONCE } from "#app/domain/registries/registry-words.ts";
import { startDueImports } from "#app/domain/registries/start-due-imports.server.ts";
import { startRegistryImport } from "#app/domain/registries/start-registry-import.server.ts";
import { importRegistryJob, type Patience } from "#app/jobs/import-registry.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  createMember,
  createOrganization,
  NOON,
  type TestOrganization,
} from "#test/support/factories.ts";
import { type OddRegistry, openRegistry, pagesOf, sendBomb, sendJson } from "#test/support/odd-registry.ts";
import {
  countsOf,
  officialEntry,
  piecesOf,
  registryOf,
  registryWorld,
} from "#test/support/registry-factories.ts";

const database = openTestDatabase();
const open: OddRegistry[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function opened(answer: Parameters<typeof openRegistry>[0]): Promise<OddRegistry> {
  const one = await openRegistry(answer);
  open.push(one);
  return one;
}

const later = (hours: number) => new Date(NOON.getTime() + hours * 3_600_000);
const entries = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => officialEntry(`io.github.example/s${from + n}`));

async function run(org: TestOrganization, importId: string, now = NOON, patience: Patience = {}) {
  await importRegistryJob(
    registryWorld(org.db, now),
    { orgId: org.id, importId },
    { timeoutMs: 1_000, waitMs: 1, ...patience },
  );
  return getRegistryImport(as(org, org.owner), importId);
}

/** An organization with one registry at an address, read once. */
async function readOnce(
  answer: Parameters<typeof openRegistry>[0],
  kind: "official" | "docker" = "official",
) {
  const org = await createOrganization(database.db);
  const registry = await opened(answer);
  const registryId = await registryOf(org, kind, { address: registry.url });
  const { id } = await startRegistryImport(as(org, org.owner), { registryId });
  return { org, registry, registryId, found: await run(org, id) };
}

test("every page is followed to the last, and nothing changes the second time", async () => {
  const { org, registry, registryId, found } = await readOnce(pagesOf(entries(25)));
  expect(countsOf(found)).toMatchObject({ state: "done", seen: 25, added: 25 });
  expect(registry.asked.map((url) => url.pathname)).toEqual(Array(3).fill("/v0.1/servers"));
  expect(registry.asked[0]?.searchParams.get("include_deleted")).toBe("true");
  const { id } = await startRegistryImport(as(org, org.owner), { registryId });
  expect(countsOf(await run(org, id, later(1)))).toMatchObject({
    added: 0,
    changed: 0,
    unchanged: 25,
    removed: 0,
  });
});

const page = (servers: unknown[], nextCursor?: string) => ({
  servers,
  metadata: { count: servers.length, nextCursor },
});

const FAULTS: Record<string, { answer: Parameters<typeof openRegistry>[0]; ending: string; seen?: number }> =
  {
    "a cursor that leads to itself": {
      answer: (_asked, response) => sendJson(response, page(entries(1), "again")),
      ending: "same_cursor",
      seen: 2,
    },
    "cursors that go round": {
      answer: ({ url, times }, response) => {
        const at = Number(url.searchParams.get("cursor") ?? 0);
        sendJson(response, page([officialEntry(`io.github.example/t${times}`)], String((at % 5) + 1)));
      },
      ending: "cursor_loop",
    },
    "the same entries under ever new cursors": {
      answer: ({ times }, response) => sendJson(response, page(entries(2), `c${times}`)),
      ending: "same_entries",
      seen: 8,
    },
    "empty pages without end": {
      answer: ({ times }, response) => sendJson(response, page([], `c${times}`)),
      ending: "empty_pages",
      seen: 0,
    },
    "a page of HTML": {
      answer: (_asked, response) => response.end("<!doctype html><title>Sign in</title>"),
      ending: "html",
      seen: 0,
    },
    "what is no JSON": {
      answer: (_asked, response) => response.end('{"servers": ['),
      ending: "broken_off",
      seen: 0,
    },
    "another kind of JSON": { answer: (_asked, response) => response.end("42"), ending: "not_json", seen: 0 },
    "an answer without entries": {
      answer: (_asked, response) => sendJson(response, {}),
      ending: "no_entries",
      seen: 0,
    },
    "an error every time": {
      answer: (_asked, response) => response.writeHead(500).end("trouble"),
      ending: "status",
      seen: 0,
    },
    "a refusal": { answer: (_asked, response) => response.writeHead(403).end(), ending: "status", seen: 0 },
    "a packed bomb": { answer: (_asked, response) => sendBomb(response), ending: "packed", seen: 0 },
    "an answer without end": {
      answer: (_asked, response) => {
        response.write('{"servers":[');
        const more = () => {
          while (response.write(`${" ".repeat(1024 * 1024)}`));
          response.once("drain", more);
        };
        more();
      },
      ending: "large",
      seen: 0,
    },
    "a small page of very many entries": {
      answer: (_asked, response) => sendJson(response, `{"servers":[${"1,".repeat(1_000_000)}1]}`),
      ending: "too_many_entries",
      seen: 10_000,
    },
    silence: { answer: () => undefined, ending: "slow", seen: 0 },
    "a connection that is cut": {
      answer: (_asked, response) => response.destroy(),
      ending: "unreachable",
      seen: 0,
    },
    "a way to a private address": {
      answer: (_asked, response) =>
        response.writeHead(302, { location: "http://10.0.0.1/v0.1/servers" }).end(),
      ending: "address",
      seen: 0,
    },
    "a way to another scheme": {
      answer: (_asked, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
      ending: "scheme",
      seen: 0,
    },
    "ways without end": {
      answer: (_asked, response) => response.writeHead(302, { location: "/v0.1/servers" }).end(),
      ending: "redirects",
      seen: 0,
    },
  };

test.each(Object.entries(FAULTS))(
  "%s ends as could not look, with why, and the worker lives",
  async (_name, fault) => {
    const { found } = await readOnce(fault.answer);
    expect(countsOf(found)).toMatchObject({ state: "stopped", ending: fault.ending, removed: 0 });
    if (fault.seen !== undefined) expect(found.seen).toBe(fault.seen);
    expect(found.added + found.changed + found.unchanged + found.refused).toBe(found.seen);
  },
);

test("a page that lies about its count is read and told", async () => {
  const { org, found } = await readOnce((_asked, response) =>
    sendJson(response, { servers: entries(3), metadata: { count: 100 } }),
  );
  expect(countsOf(found)).toMatchObject({ state: "done", seen: 3, added: 3 });
  const { rows } = await listOddities(as(org, org.owner), { importId: found.id }, { limit: 10 });
  expect(rows).toMatchObject([{ oddity: "count_differs", entry: 0, detail: "100 said, 3 there" }]);
});

test("an error that passes is waited out", async () => {
  const { registry, found } = await readOnce(({ url, times }, response) => {
    if (times < 3) response.writeHead(503, { "retry-after": "0" }).end();
    else pagesOf(entries(2))({ url, times }, response);
  });
  expect(countsOf(found)).toMatchObject({ state: "done", added: 2 });
  expect(registry.asked).toHaveLength(3);
});

test("a registry that refuses what it does not know is asked without it", async () => {
  const { found } = await readOnce(({ url, times }, response) => {
    if (url.searchParams.has("include_deleted")) response.writeHead(400).end();
    else pagesOf(entries(2))({ url, times }, response);
  });
  expect(countsOf(found)).toMatchObject({ state: "done", added: 2 });
});

test("a registry that refuses what it does not know is asked without it also where reading goes on", async () => {
  const org = await createOrganization(database.db);
  let isDead = true;
  const registry = await opened(({ url, times }, response) => {
    if (url.searchParams.has("include_deleted")) response.writeHead(422).end();
    else if (url.searchParams.get("cursor") === "10" && isDead) sendJson(response, "{");
    else pagesOf(entries(25))({ url, times }, response);
  });
  const registryId = await registryOf(org, "official", { address: registry.url });
  const { id } = await startRegistryImport(as(org, org.owner), { registryId });
  await run(org, id);
  await database.admin`update registry_import set state = 'running', ended_at = null, ending = null where id = ${id}`;
  isDead = false;
  expect(countsOf(await run(org, id, later(0.1)))).toMatchObject({ state: "done", seen: 25, added: 25 });
});

test("what was imported before a fault stays, with the time it was seen whole", async () => {
  let isBroken = false;
  const whole = pagesOf(entries(25));
  const { org, registryId } = await readOnce(({ url, times }, response) => {
    if (isBroken && url.searchParams.get("cursor") === "10") response.writeHead(404).end();
    else whole({ url, times }, response);
  });
  isBroken = true;
  const { id } = await startRegistryImport(as(org, org.owner), { registryId });
  expect(countsOf(await run(org, id, later(1)))).toMatchObject({
    state: "stopped",
    ending: "status",
    unchanged: 10,
    removed: 0,
  });
  const [row] = await listRegistries(as(org, org.owner));
  expect(row?.importedAt).toEqual(NOON);
  const [there] =
    await database.admin`select count(*)::int as n from listing where org_id = ${org.id} and removed_at is null`;
  expect(there?.n).toBe(25);
});

test("a document at an address is read whole", async () => {
  const servers = [
    { name: "a", title: "A", description: "Does.", type: "server", image: "mcp/a" },
    { name: "b" },
  ];
  const { found } = await readOnce((_asked, response) => sendJson(response, servers), "docker");
  expect(countsOf(found)).toMatchObject({ state: "done", seen: 2, added: 2 });
});

test.each(["pages", "a document at an address", "a file"])(
  "an import of %s gives its place to others when its turn is over, and goes on behind them",
  async (from) => {
    const org = await createOrganization(database.db);
    const many = from === "pages" ? 25 : 2 * ENTRIES_AT_ONCE + 10;
    const documents = Array.from({ length: many }, (_, n) => ({ name: `s${n}`, image: `mcp/s${n}` }));
    const registry = await opened(
      from === "pages" ? pagesOf(entries(many)) : (_asked, response) => sendJson(response, documents),
    );
    const kind = from === "pages" ? "official" : "docker";
    const registryId = await registryOf(org, kind, { address: from === "a file" ? undefined : registry.url });
    const owner = as(org, org.owner);
    const { id } =
      from === "a file"
        ? await importRegistryFile(owner, { registryId }, piecesOf(JSON.stringify(documents)))
        : await startRegistryImport(owner, { registryId });
    const turn = async () => {
      const found = await run(org, id, NOON, { turnMs: 0 });
      const [sent] = await database.admin`
      select count(*)::int as n from pgboss.job where name = 'import_registry' and data->>'importId' = ${id}`;
      return { state: found.state, seen: found.seen, sent: sent?.n };
    };
    const step = from === "pages" ? 10 : ENTRIES_AT_ONCE;
    expect(await turn()).toEqual({ state: "running", seen: step, sent: 2 });
    expect(await turn()).toEqual({ state: "running", seen: 2 * step, sent: 3 });
    expect(await turn()).toEqual({ state: "done", seen: many, sent: 3 });
    expect(countsOf(await getRegistryImport(owner, id))).toMatchObject({
      added: many,
      refused: 0,
      removed: 0,
    });
    expect(registry.asked).toHaveLength({ pages: 3, "a file": 0 }[from] ?? 1);
  },
);

test("by its schedule a registry is asked for changes only, once an hour at most, and whole again after a week", async () => {
  const org = await createOrganization(database.db);
  const registry = await opened(pagesOf(entries(2)));
  const registryId = await registryOf(org, "official", { address: registry.url, schedule: "hourly" });
  const due = async (now: Date) => {
    const { started } = await startDueImports(asOperator(org, now));
    const [row] = await listRegistries(as(org, org.owner));
    if (started > 0 && row?.lastImport) await run(org, row.lastImport.id, now);
    return started;
  };
  expect([await due(NOON), await due(NOON), await due(later(0.9))]).toEqual([1, 0, 0]);
  expect(await due(later(1))).toBe(1);
  expect(registry.asked.at(-1)?.searchParams.get("updated_since")).toBe("2026-01-02T00:00:00.000Z");
  const [second] = await listRegistries(as(org, org.owner));
  expect(second?.lastImport).toMatchObject({ unchanged: 2, removed: 0, startedBy: null });
  expect(await due(later(200))).toBe(1);
  expect(registry.asked.at(-1)?.searchParams.has("updated_since")).toBe(false);
  expect(registryId).toBe(second?.id);
});

test("however few are looked at in a round, every scheduled registry has its turn", async () => {
  const org = await createOrganization(database.db);
  const address = "https://registry.example/v0.1/servers";
  for (let made = 0; made < 3; made += 1) await registryOf(org, "official", { address, schedule: "daily" });
  const round = (minutes: number) => startDueImports(asOperator(org, later(minutes / 60)), { limit: 1 });
  const started = [await round(0), await round(1), await round(2), await round(3)].map((one) => one.started);
  expect(started).toEqual([1, 1, 1, 0]);
});

test("an import whose reader died is sent on and goes on with the page it was at", async () => {
  const org = await createOrganization(database.db);
  let isDead = true;
  const whole = pagesOf(entries(25));
  const registry = await opened(({ url, times }, response) => {
    if (url.searchParams.get("cursor") !== "10" || !isDead) whole({ url, times }, response);
    else sendJson(response, "{");
  });
  const registryId = await registryOf(org, "official", { address: registry.url });
  const { id } = await startRegistryImport(as(org, org.owner), { registryId });
  await run(org, id);
  await database.admin`update registry_import set state = 'running', ended_at = null, ending = null where id = ${id}`;
  isDead = false;
  expect((await startDueImports(asOperator(org, later(0.05)))).resumed).toBe(0);
  expect((await startDueImports(asOperator(org, later(0.1)))).resumed).toBe(1);
  const before = registry.asked.length;
  expect(countsOf(await run(org, id, later(0.1)))).toMatchObject({
    state: "done",
    seen: 25,
    added: 25,
    refused: 0,
  });
  expect(registry.asked.slice(before).map((url) => url.searchParams.get("cursor"))).toEqual(["10", "20"]);
});

test("an import whose reader died after the last page goes on to what the registry has no more", async () => {
  let left = 25;
  const { org, registryId } = await readOnce((asked, response) => pagesOf(entries(left))(asked, response));
  left = 20;
  const { id } = await startRegistryImport(as(org, org.owner), { registryId });
  await run(org, id, later(1));
  await database.admin`update registry_import set state = 'running', ended_at = null, removed = 0 where id = ${id}`;
  await database.admin`update listing set removed_at = null where org_id = ${org.id}`;
  expect(countsOf(await run(org, id, later(1.2)))).toMatchObject({ state: "done", seen: 20, removed: 5 });
});

test("only who may manage registries starts an import, and nobody another organization's", async () => {
  const [org, other] = [await createOrganization(database.db), await createOrganization(database.db)];
  const registryId = await registryOf(org, "official", { address: "https://registry.example.com" });
  const member = await createMember(org, "member");
  expect(() => startRegistryImport(as(org, member), { registryId })).toThrow(/as member/);
  await expect(startRegistryImport(as(other, other.owner), { registryId })).rejects.toThrow(
    /no such registry/,
  );
  const both = [0, 1].map(() => startRegistryImport(as(org, org.owner), { registryId }));
  const told = await Promise.allSettled(both);
  expect(told.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const events =
    await database.admin`select verb from audit_event where org_id = ${org.id} and verb = 'registry.import'`;
  expect(events).toHaveLength(1);
});
