import { expect, test } from "vitest";
import { type GuardedFetch, guardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import { observeRepository } from "#app/connectors/registries/observe-repository.server.ts";
import { repositoryAddress } from "#app/domain/packages/repository/repository-address.ts";
import {
  CLAIMED,
  confirmedElsewhere,
  type PackageFile,
  type Witnesses,
} from "#app/domain/packages/repository/repository-confirmation.ts";
import { repositoryEvidence } from "#app/domain/packages/repository/repository-evidence.ts";
import { waitOf } from "#app/domain/packages/repository/repository-facts.ts";
import { openHub } from "#test/support/repository-counterpart.ts";

const hub = openHub();
const NOW = new Date("2026-11-23T12:00:00Z");
const reach = guardedFetch({ allowedNetworks: ["127.0.0.1/32"], timeoutMs: 2_000 });
const NOBODY = { provenance: null, listing: null, given: null };
const observe = (address: string, tags = ["v1.0.0", "1.0.0"], file: PackageFile | null = null) => {
  const of = repositoryAddress(address);
  if (!of) throw new Error("No address.");
  const bases = { github: hub.url, gitlab: hub.url };
  return observeRepository({ reach, bases, now: () => NOW }, of, { tags, witnesses: NOBODY, file });
};

test("a token goes to the interface of its host over https only, and is not told when it is refused", async () => {
  hub.placeGithub("a/token", { tags: ["v1.0.0"], issues: [], comments: {} });
  const sent: (string | undefined)[] = [];
  const status = { next: 0 };
  const watching: GuardedFetch = (address, request) => {
    sent.push(request?.headers?.Authorization);
    const plain = String(address).replace("https://hub.test", hub.url);
    return status.next === 0
      ? reach(plain, request)
      : Promise.resolve(new Response("", { status: status.next }));
  };
  const of = repositoryAddress("github:a/token");
  if (!of) throw new Error("No address.");
  const asked = (github: string) =>
    observeRepository(
      { reach: watching, bases: { github, gitlab: github }, now: () => NOW, token: "ghp_secret" },
      of,
      { tags: ["v1.0.0"], witnesses: NOBODY, file: null },
    );
  expect((await asked(hub.url)).isPublic).toEqual({ value: true });
  expect(new Set(sent.splice(0))).toEqual(new Set([undefined]));
  expect((await asked("https://hub.test")).isPublic).toEqual({ value: true });
  expect(new Set(sent.splice(0))).toEqual(new Set(["Bearer ghp_secret"]));
  status.next = 401;
  const refused = await asked("https://hub.test");
  expect(refused.isPublic).toEqual({
    why: "GitHub refuses the token that is kept for it.",
    retryAt: null,
  });
  expect(JSON.stringify(refused)).not.toContain("ghp_secret");
});

test("the addresses packages write are understood, and no other", () => {
  const github = { host: "github", path: "owner/name" };
  for (const text of [
    "git+https://github.com/owner/name.git",
    "https://github.com/owner/name/tree/main/packages/x",
    "git://github.com/owner/name.git#main",
    "git+ssh://git@github.com/owner/name.git",
    "git@github.com:owner/name.git",
    "github:owner/name",
    "owner/name",
  ])
    expect(repositoryAddress(text), text).toEqual(github);
  expect(repositoryAddress("https://gitlab.com/a/b/c.git")).toEqual({ host: "gitlab", path: "a/b/c" });
  for (const text of [
    "https://example.com/owner/name",
    "https://github.com/../x",
    "https://github.com/owner",
    "x",
    "https://evil.test/github.com/a/b",
  ])
    expect(repositoryAddress(text), text).toBeUndefined();
});

test("GitHub tells everything, and the first word of somebody else counts as an answer", async () => {
  const author = { login: "author" };
  hub.placeGithub("a/full", {
    tags: ["1.0.0"],
    issues: [
      { number: 3, created_at: "2026-11-01T00:00:00Z", user: author, comments: 3 },
      { number: 2, created_at: "2026-11-01T00:00:00Z", user: author, comments: 1, pull_request: {} },
      { number: 1, created_at: "2026-11-01T00:00:00Z", user: author, comments: 0 },
    ],
    comments: {
      3: [
        { created_at: "2026-11-01T01:00:00Z", user: author },
        { created_at: "2026-11-01T02:00:00Z", user: { login: "helper[bot]", type: "Bot" } },
        { created_at: "2026-11-01T10:00:00Z", user: { login: "keeper" } },
      ],
    },
  });
  expect(await observe("github:a/full")).toEqual({
    place: "github.com/a/full",
    confirmation: CLAIMED,
    isPublic: { value: true },
    isArchived: { value: false },
    licence: { value: "MIT" },
    lastCommitAt: { value: "2026-11-20T10:00:00.000Z" },
    releasesLastYear: { value: 1 },
    tag: { value: "1.0.0" },
    issues: { value: { looked: 2, answered: 1, medianHours: 10 } },
  });
});

test("GitLab tells the same in its own words", async () => {
  hub.placeGitlab("group/sub/name", {
    issues: [
      { iid: 7, created_at: "2026-11-01T00:00:00Z", author: { username: "author" }, user_notes_count: 2 },
    ],
    comments: {
      7: [
        { created_at: "2026-11-01T01:00:00Z", author: { username: "keeper" }, system: true },
        { created_at: "2026-11-02T00:00:00Z", author: { username: "keeper" }, system: false },
      ],
    },
  });
  expect(await observe("https://gitlab.com/group/sub/name")).toMatchObject({
    isPublic: { value: true },
    isArchived: { value: true },
    licence: { value: "apache-2.0" },
    lastCommitAt: { value: "2026-11-20T08:00:00.000Z" },
    tag: { value: null },
    issues: { value: { looked: 1, answered: 1, medianHours: 24 } },
  });
});

test("once the limit is reached nothing further is asked, and every open question says until when", async () => {
  hub.placeGithub("a/limited", {});
  const reset = Math.floor(NOW.getTime() / 1_000) + 1_800;
  hub.odd.set("/repos/a/limited/commits", (answer) =>
    answer.writeHead(403, { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": String(reset) }).end("{}"),
  );
  const before = hub.asked.length;
  const facts = await observe("github:a/limited");
  expect(hub.asked.length - before).toBe(2);
  expect(facts.isArchived).toEqual({ value: false });
  const why = { why: "GitHub allows no more questions for now.", retryAt: "2026-11-23T12:30:00.000Z" };
  expect([facts.lastCommitAt, facts.tag, facts.issues]).toEqual([why, why, why]);
  expect(repositoryEvidence(facts, NOW).ofServer.last_commit?.detail?.why).toContain("2026-11-23 12:30 UTC");
});

for (const [name, odd, says] of [
  ["forbidden", (answer) => answer.writeHead(403).end("{}"), /does not let us look/],
  ["broken", (answer) => answer.writeHead(502).end("<html>"), /answered 502/],
  ["page", (answer) => answer.end("<html>"), /no JSON/],
  ["odd", (answer) => answer.end('{"private":"no","archived":1}'), /leaves it out/],
  ["slow", () => undefined, /too long/],
  [
    "private",
    (answer) => answer.writeHead(301, { Location: "https://192.168.0.1/" }).end(),
    /private network/,
  ],
] as [string, Parameters<typeof hub.odd.set>[1], RegExp][])
  test(`a host that is ${name} ends as could not look, with why`, async () => {
    hub.odd.set(`/repos/odd/${name}`, odd);
    const { isArchived } = await observe(`github:odd/${name}`);
    expect("why" in isArchived ? isArchived.why : "").toMatch(says);
  });

test("a repository that is not there is not public, and nothing else is said of it", async () => {
  const facts = await observe("github:nobody/nothing");
  expect(facts.isPublic).toEqual({ value: false });
  expect("why" in facts.lastCommitAt && "why" in facts.tag && "why" in facts.issues).toBe(true);
});

test("half of the issues unanswered is no time at all", () => {
  const opened = { openedAt: "2026-11-01T00:00:00Z" };
  const day = { ...opened, answeredAt: "2026-11-02T00:00:00Z" };
  const never = { ...opened, answeredAt: null };
  expect(waitOf([day, never, never])).toEqual({ looked: 3, answered: 1, medianHours: null });
  expect(waitOf([])).toEqual({ looked: 0, answered: 0, medianHours: null });
});

test("comments nobody can read are no silence: it could not be looked how long an answer takes", async () => {
  const issue = { number: 1, created_at: "2026-11-01T00:00:00Z", user: { login: "author" }, comments: 1 };
  hub.placeGithub("a/odd-comments", { issues: [issue], comments: { 1: [{ body: "no time" }] } });
  expect((await observe("github:a/odd-comments")).issues).toEqual({
    why: "GitHub leaves it out.",
    retryAt: null,
  });
});

test("once a limit is reached nothing further is asked, also when it is not said until when", async () => {
  hub.placeGithub("a/limited", {});
  hub.odd.set("/repos/a/limited/commits", (answer) => answer.writeHead(429).end("{}"));
  const before = hub.asked.length;
  const facts = await observe("github:a/limited");
  expect(facts.releasesLastYear).toEqual({ why: "GitHub allows no more questions for now.", retryAt: null });
  expect(hub.asked.length - before).toBe(2);
});

test("a repository confirms a package by the package.json it holds, at the tag where there is one", async () => {
  const here = { url: "git+https://github.com/a/made.git" };
  hub.placeGithub("a/made", {
    tags: ["v1.0.0"],
    files: {
      "package.json": { name: "made" },
      "packages/part/package.json": { name: "part", repository: here },
      "test/fixture/package.json": { name: "fixture" },
      "apps/inner/package.json": { name: "inner", private: true, repository: here },
      "odd/package.json": ["made"],
    },
  });
  hub.placeGitlab("a/made", {
    files: { "src/one/package.json": { name: "one", repository: "gitlab:a/made" } },
  });
  const said = async (name: string, directory: string | null = null, at = "github:a/made") =>
    (await observe(at, ["v1.0.0"], { name, directory })).confirmation;
  expect((await said("made")).state).toBe("confirmed");
  expect(hub.asked.at(-1)?.path).not.toContain("HEAD");
  expect(hub.asked.map(({ path }) => path)).toContain("/repos/a/made/contents/package.json?ref=v1.0.0");
  expect((await said("part", "packages/part")).state).toBe("confirmed");
  expect((await said("part", "./packages/part/")).state).toBe("confirmed");
  expect((await said("one", "src/one", "https://gitlab.com/a/made")).state).toBe("confirmed");
  for (const [name, directory] of [
    ["other", null],
    ["MADE", null],
    ["fixture", "test/fixture"],
    ["inner", "apps/inner"],
    ["odd", "odd"],
    ["made", "nowhere"],
    ["made", "../../a/made"],
    ["made", "packages/%2e%2e"],
  ] as const)
    expect((await said(name, directory)).state, `${name} ${directory}`).toBe("claimed");
  hub.odd.set("/repos/a/made/contents", (answer) => answer.writeHead(500).end());
  expect(await said("made")).toEqual({ state: "unknown", says: "GitHub answered 500." });
  hub.odd.set("/repos/a/made/contents", (answer) => answer.end('{"encoding":"none","content":""}'));
  expect((await said("made")).state).toBe("unknown");
});

test("what confirms a repository elsewhere: a verified build, the owner's proved name, a registry kept by editors, an administrator", () => {
  const official = {
    registry: "Official",
    kind: "official",
    address: "https://registry.modelcontextprotocol.io",
    name: "io.github.Vendor/mcp",
    repository: "https://github.com/vendor/mcp",
  };
  const build = {
    answer: "verified" as const,
    builder: "GitHub Actions" as const,
    repository: "github.com/vendor/mcp",
    workflow: null,
    commit: "0".repeat(40),
    logIndex: "1",
    signedAt: null,
    root: "a root",
  };
  const state = (by: Partial<Witnesses>, place = "github.com/vendor/mcp") =>
    confirmedElsewhere(place, { ...NOBODY, ...by })?.state ?? null;
  expect(state({ provenance: build })).toBe("confirmed");
  expect(state({ provenance: build }, "github.com/vendor/famous")).toBeNull();
  expect(state({ provenance: { answer: "claimed", why: "x" } })).toBeNull();
  expect(state({ provenance: { answer: "contradicted", why: "x", root: "x" } })).toBeNull();
  expect(state({ listing: official })).toBe("confirmed");
  expect(state({ listing: { ...official, name: "io.github.other/mcp" } })).toBeNull();
  expect(state({ listing: { ...official, name: "com.vendor/mcp" } })).toBeNull();
  expect(state({ listing: { ...official, address: null } })).toBeNull();
  expect(state({ listing: { ...official, address: "https://evil.example/v0.1" } })).toBeNull();
  expect(state({ listing: official }, "github.com/vendor/other")).toBeNull();
  expect(state({ listing: { ...official, kind: "toolhive" } })).toBe("confirmed");
  expect(state({ listing: { ...official, kind: "toolhive", address: null } })).toBeNull();
  expect(state({ given: "github.com/vendor/mcp" })).toBe("confirmed");
  expect(state({ given: "github.com/vendor/other" })).toBe("unknown");
});

test("of a repository that is only claimed what is good counts nothing, and what is bad stays", async () => {
  hub.placeGithub("a/famous", { tags: ["v1.0.0"], own: { archived: true } });
  const facts = await observe("github:a/famous");
  const { ofServer, ofRelease } = repositoryEvidence(facts, NOW);
  const answers = Object.entries({ ...ofServer, ...ofRelease }).map(([row, one]) => [row, one.answer]);
  expect(Object.fromEntries(answers)).toEqual({
    source_public: "could_not_look",
    archived: "found",
    last_commit: "could_not_look",
    issue_answers: "could_not_look",
    licence: "could_not_look",
    source_at_tag: "could_not_look",
  });
  expect(ofServer.source_public?.detail?.why).toMatch(/^github.com\/a\/famous is claimed, not confirmed/);
});
