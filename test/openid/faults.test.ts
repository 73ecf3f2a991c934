import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { openidConnector } from "#app/connectors/openid/openid-client.server.ts";
import { SetOpenidProviderInput } from "#app/domain/identity/openid-inputs.ts";
import { OPENID_REFUSALS, type OpenidRefusal } from "#app/domain/identity/openid-words.ts";
import { setOpenidProvider } from "#app/domain/identity/set-openid-provider.server.ts";
import { openTestApp } from "#test/support/app.ts";
import type { Browser, PageAnswer } from "#test/support/browser.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createOrganization, type TestOrganization } from "#test/support/factories.ts";
import { type Lies, openLyingProvider } from "#test/support/lying-provider.ts";

vi.hoisted(() => {
  process.env.ALLOWED_NETWORKS = "127.0.0.1/32";
});

const database = openTestDatabase();
const app = openTestApp(database);
const provider = openLyingProvider();
const SECRET = "a secret nobody may ever read again";
let org: TestOrganization;

beforeAll(async () => {
  org = await createOrganization(database.db);
  provider.lies.secret = SECRET;
  await use(provider.url);
});

afterEach(() => {
  provider.lies.now = {};
});

async function use(issuer: string) {
  const given = { issuer, clientId: "castellan", clientSecret: SECRET, joins: true, defaultRole: "member" };
  await setOpenidProvider(as(org, org.owner), SetOpenidProviderInput.parse(given));
}

async function begin(browser: Browser): Promise<URL> {
  const start = await browser.get(`/sign-in/${org.slug}/start`);
  expect(start.status, start.text).toBe(302);
  const asked = new URL(start.location ?? "");
  provider.lies.nonce = asked.searchParams.get("nonce") ?? "";
  return asked;
}

function back(browser: Browser, asked: URL, more: Record<string, string> = {}): Promise<PageAnswer> {
  const state = asked.searchParams.get("state") ?? "";
  const query = new URLSearchParams({ code: "code", state, iss: provider.url, ...more });
  return browser.get(`/sign-in/${org.slug}/callback?${query}`);
}

function told(html: string): string {
  return html.replaceAll("&#x27;", "'");
}

function expectRefusal(answer: PageAnswer, why: OpenidRefusal): void {
  const [status, sentence] = OPENID_REFUSALS[why];
  expect(told(answer.text)).toContain(sentence);
  expect(answer.status).toBe(status);
  expect(answer.text).not.toContain(SECRET);
  expect(answer.headers.getSetCookie().join()).not.toMatch(/castellan=/);
}

async function expectNobodyCame(browser: Browser): Promise<void> {
  expect((await browser.get("/sign-in")).status).toBe(200);
  const members =
    await database.admin`select 1 from member where org_id = ${org.id} and email = 'somebody@example.test'`;
  expect(members).toHaveLength(0);
}

const seconds = () => Math.floor(Date.now() / 1_000);
const html = (_req: unknown, res: import("node:http").ServerResponse) =>
  void res.setHeader("Content-Type", "text/html").end("<h1>Sign in to the wireless network</h1>");
const answering =
  (status: number, body: unknown) => (_req: unknown, res: import("node:http").ServerResponse) =>
    void res.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));

describe("an answer of the provider that is not right lets nobody in", () => {
  const cases: [string, OpenidRefusal, () => Lies][] = [
    ["of another issuer", "issuer", () => ({ claims: { iss: "https://evil.example" } })],
    ["for another application", "audience", () => ({ claims: { aud: "another" } })],
    [
      "for several applications, issued to another",
      "audience",
      () => ({ claims: { aud: ["castellan", "x"], azp: "x" } }),
    ],
    ["for another sign-in", "nonce", () => ({ claims: { nonce: "another" } })],
    ["without a nonce", "odd_answer", () => ({ claims: { nonce: undefined } })],
    ["that has ended", "expired", () => ({ claims: { exp: seconds() - 120, iat: seconds() - 200 } })],
    [
      "from a clock an hour ahead",
      "clock",
      () => ({ claims: { iat: seconds() + 3_600, exp: seconds() + 7_200 } }),
    ],
    [
      "from a clock an hour behind",
      "clock",
      () => ({ claims: { iat: seconds() - 3_600, exp: seconds() + 600 } }),
    ],
    ["not valid yet", "clock", () => ({ claims: { nbf: seconds() + 600 } })],
    ["signed not at all", "algorithm", () => ({ signed: "not at all" })],
    ["signed with the client secret", "algorithm", () => ({ signed: "with the client secret" })],
    ["signed with a key that is not published", "key", () => ({ signed: "with a key it does not publish" })],
    ["signed by somebody else under the published name", "signature", () => ({ signed: "by somebody else" })],
    ["with groups of no known shape", "odd_answer", () => ({ claims: { groups: { a: 1 } } })],
    [
      "with the groups left out",
      "withheld",
      () => ({ claims: { groups: undefined, _claim_names: { groups: "src1" } } }),
    ],
    ["whose address is not verified", "unverified", () => ({ claims: { email_verified: false } })],
    ["whose address is verified in words only", "unverified", () => ({ claims: { email_verified: "true" } })],
    ["without an address", "unverified", () => ({ claims: { email: undefined } })],
  ];
  test.each(cases)("%s: %s", async (_, why, lies) => {
    const browser = app.browser();
    const asked = await begin(browser);
    provider.lies.now = lies();
    expectRefusal(await back(browser, asked), why);
    await expectNobodyCame(browser);
  });
});

describe("a provider that does not answer as it should", () => {
  const cases: [string, OpenidRefusal, Lies][] = [
    ["a web page in the place of its metadata", "not_json", { answers: { discovery: html } }],
    ["metadata of another issuer", "issuer", { metadata: { issuer: "https://evil.example" } }],
    ["metadata that is none", "odd_answer", { answers: { discovery: answering(200, ["nothing"]) } }],
    ["no metadata", "unreachable", { answers: { discovery: answering(503, {}) } }],
    ["a broken connection", "unreachable", { answers: { discovery: (req) => void req.socket.destroy() } }],
    [
      "metadata that sends elsewhere",
      "unreachable",
      {
        answers: {
          discovery: (_req, res) => void res.writeHead(302, { Location: "http://127.0.0.2/" }).end(),
        },
      },
    ],
    [
      "only signatures made with the secret",
      "algorithm",
      { metadata: { id_token_signing_alg_values_supported: ["HS256", "none"] } },
    ],
    [
      "an endless answer",
      "odd_answer",
      {
        answers: {
          discovery: (_req, res) =>
            void res.writeHead(200, { "Content-Type": "application/json" }).end("x".repeat(600_000)),
        },
      },
    ],
  ];
  test.each(cases)("at the start: %s", async (_, why, lies) => {
    provider.lies.now = lies;
    const answer = await app.browser().get(`/sign-in/${org.slug}/start`);
    expectRefusal(answer, why);
  });

  const later: [string, OpenidRefusal, Lies][] = [
    ["a web page in the place of a token", "not_json", { answers: { token: html } }],
    ["the client refused", "client", { answers: { token: answering(401, { error: "invalid_client" }) } }],
    ["the code refused", "code", { answers: { token: answering(400, { error: "invalid_grant" }) } }],
    ["something else refused", "refused", { answers: { token: answering(400, { error: "server_error" }) } }],
    [
      "no token",
      "odd_answer",
      { answers: { token: answering(200, { access_token: "a", token_type: "Bearer" }) } },
    ],
    ["keys that are none", "odd_answer", { answers: { jwks: answering(200, { keys: "none" }) } }],
    [
      "a key endpoint inside another network",
      "address",
      { metadata: { jwks_uri: "http://169.254.169.254/keys" } },
    ],
    [
      "a token endpoint inside another network",
      "address",
      { metadata: { token_endpoint: "https://10.0.0.1/token" } },
    ],
  ];
  test.each(later)("on the way back: %s", async (_, why, lies) => {
    const browser = app.browser();
    const asked = await begin(browser);
    provider.lies.now = lies;
    expectRefusal(await back(browser, asked), why);
    await expectNobodyCame(browser);
  });

  test("one that is slow is left in time", async () => {
    provider.lies.now = { answers: { discovery: () => undefined } };
    const openid = openidConnector(["127.0.0.1/32"], 200);
    const client = {
      issuer: provider.url,
      clientId: "a",
      clientSecret: "b",
      scopes: ["openid"],
      groupClaim: "groups",
      redirectUri: "http://localhost/x",
    };
    const secrets = { state: "s", nonce: "n", verifier: "v".repeat(43) };
    expect(await openid.authorizationUrl(client, secrets, { again: false, now: new Date() })).toEqual({
      ok: false,
      why: "slow",
    });
  });

  test("one inside a network nobody allowed is not asked", async () => {
    const openid = openidConnector([]);
    const client = {
      issuer: provider.url,
      clientId: "a",
      clientSecret: "b",
      scopes: ["openid"],
      groupClaim: "groups",
      redirectUri: "http://localhost/x",
    };
    const secrets = { state: "s", nonce: "n", verifier: "v".repeat(43) };
    provider.lies.asked.length = 0;
    expect(await openid.authorizationUrl(client, secrets, { again: false, now: new Date() })).toEqual({
      ok: false,
      why: "address",
    });
    expect(provider.lies.asked).toEqual([]);
  });
});

describe("what the browser brings back", () => {
  test("a cancelled sign-in is said as such, any other refusal too", async () => {
    const browser = app.browser();
    expectRefusal(await back(browser, await begin(browser), { error: "access_denied" }), "denied");
    expectRefusal(await back(browser, await begin(browser), { error: "temporarily_unavailable" }), "refused");
  });

  test("an answer that names another issuer, or none, is not redeemed", async () => {
    const browser = app.browser();
    provider.lies.asked.length = 0;
    expectRefusal(await back(browser, await begin(browser), { iss: "https://evil.example" }), "issuer");
    const asked = await begin(browser);
    const state = asked.searchParams.get("state") ?? "";
    expectRefusal(await browser.get(`/sign-in/${org.slug}/callback?code=code&state=${state}`), "issuer");
    expect(provider.lies.asked).not.toContain("token");
  });

  test("a replayed, forged, ended or missing state is refused without asking the provider", async () => {
    const browser = app.browser();
    const asked = await begin(browser);
    provider.lies.now = { claims: { sub: "replayed", email: "replayed@example.test" } };
    expect((await back(browser, asked)).status).toBe(302);
    provider.lies.asked.length = 0;
    expectRefusal(await back(browser, asked), "flow");
    expectRefusal(await back(browser, await begin(browser), { state: "forged" }), "flow");
    expectRefusal(await browser.get(`/sign-in/${org.slug}/callback`), "flow");
    const late = await begin(browser);
    app.clock.now = new Date(Date.now() + 11 * 60_000);
    expectRefusal(await back(browser, late), "flow");
    app.clock.now = undefined;
    expect(provider.lies.asked).not.toContain("token");
  });

  test("an answer meant for another browser is refused, also when that browser began a sign-in of its own", async () => {
    const [theirs, victim] = [app.browser(), app.browser()];
    const asked = await begin(theirs);
    expectRefusal(await back(victim, asked), "flow");
    await begin(victim);
    expectRefusal(await back(victim, asked), "flow");
    await expectNobodyCame(victim);
  });

  test("an answer is refused at the address of another organization", async () => {
    const other = await createOrganization(database.db);
    const given = { issuer: provider.url, clientId: "castellan", clientSecret: SECRET };
    await setOpenidProvider(as(other, other.owner), SetOpenidProviderInput.parse(given));
    const browser = app.browser();
    const asked = await begin(browser);
    const query = new URLSearchParams({
      code: "c",
      state: asked.searchParams.get("state") ?? "",
      iss: provider.url,
    });
    expectRefusal(await browser.get(`/sign-in/${other.slug}/callback?${query}`), "flow");
  });

  test("of one answer that comes twice at once, one counts", async () => {
    const browser = app.browser();
    const asked = await begin(browser);
    provider.lies.now = { claims: { sub: "twice", email: "twice@example.test" } };
    const answers = await Promise.all([back(browser, asked), back(browser, asked)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([302, 400]);
  });
});

test("the question carries PKCE, state and nonce, of which the database keeps no part", async () => {
  const asked = await begin(app.browser());
  const { searchParams } = asked;
  expect(searchParams.get("code_challenge_method")).toBe("S256");
  expect(searchParams.get("redirect_uri")).toBe(`http://localhost:3000/sign-in/${org.slug}/callback`);
  const rows =
    await database.admin`select row_to_json(f)::text as text from openid_flow f where org_id = ${org.id}`;
  const kept = rows.map(({ text }) => text).join();
  for (const name of ["state", "nonce", "code_challenge"]) {
    expect(searchParams.get(name)?.length, name).toBeGreaterThan(40);
    expect(kept).not.toContain(searchParams.get(name));
  }
});

test("keys rotated between question and answer are known at once", async () => {
  const browser = app.browser();
  provider.lies.now = { claims: { sub: "rotating", email: "rotating@example.test" } };
  expect((await back(browser, await begin(browser))).status).toBe(302);
  const asked = await begin(browser);
  await provider.rotate();
  expect((await back(browser, asked)).status).toBe(302);
});
