import { Agent, get } from "node:http";
import { closeDatabase, openDatabase } from "#app/db/client.server.ts";
import { startEmbedded } from "#app/db/embedded.server.ts";
import { buildCopy } from "#test/process/support/build-copy.ts";
import { type RunningServer, startServer } from "#test/support/server.ts";
import { makeBusyOrganization } from "./busy-organization.ts";
import { firstLoadKb } from "./first-load.ts";
import { processorMs } from "./processor-time.ts";
import { type Measured, median, rounded } from "./report.ts";

const ROUNDS = 5;
const PAGES = 500;
const WARM_UP = 100;
const AT_ONCE = 2;
const ROWS = 50;
const BROWSER = { "Accept-Encoding": "gzip, deflate, br" };

/** Processor time of the web process per page at 50 rows, and of the overview, beside the same rows as a bare table of the same build. */
export async function measure(options: { root: string; scale: number }): Promise<Measured> {
  const copy = await buildCopy(options.root);
  try {
    const server = await startServer(copy.product, {
      env: { CASTELLAN_BENCH: "1", CASTELLAN_DEMO: "0", ROLE: "web" },
    });
    try {
      return await measureServer(server, Math.max(10, Math.round(PAGES * options.scale)));
    } finally {
      await server.stop();
    }
  } finally {
    await copy.remove();
  }
}

async function measureServer(server: RunningServer, pages: number): Promise<Measured> {
  const cluster = await startEmbedded(server.state, { join: true });
  const db = openDatabase(cluster.runtimeUrl);
  const { org, shared, cookie } = await makeBusyOrganization(db).finally(() => closeDatabase(db));
  const figures: Record<string, number> = {};
  const load = pageLoader(server.url, cookie);
  const at = (path: string) => `/${org.slug}${path}`;
  const cases = {
    overview: { page: at(""), floor: at("/floor/overview") },
    inventory: { page: at("/inventory?perPage=50"), floor: at("/floor/inventory") },
    queue: { page: at("/approvals"), floor: at("/floor/approvals") },
    server: {
      page: at(`/servers/${shared}?tab=installations&perPage=50`),
      floor: at(`/floor/servers?server=${shared}`),
    },
  };
  for (const [name, { page, floor }] of Object.entries(cases)) {
    const html = await load(page);
    // the overview shows a few rows of each of several lists
    for (const [path, text] of [
      [page, html],
      [floor, await load(floor)],
    ] as const)
      if (name !== "overview") refuseOtherThanFifty(path, text);
    const perPage = async (path: string, count: number) => {
      const before = await processorMs(server.started.child.pid ?? 0);
      await loadMany(load, path, count);
      return ((await processorMs(server.started.child.pid ?? 0)) - before) / count;
    };
    for (const path of [page, floor]) await loadMany(load, path, WARM_UP);
    const rounds: { page: number; floor: number }[] = [];
    for (let round = 0; round < ROUNDS; round++)
      rounds.push({ page: await perPage(page, pages), floor: await perPage(floor, pages) });
    const pageMs = median(rounds.map((round) => round.page));
    const floorMs = median(rounds.map((round) => round.floor));
    figures[`${name}Ms`] = rounded(pageMs);
    figures[`${name}FloorMs`] = rounded(floorMs);
    figures[`${name}Ratio`] = rounded(pageMs / floorMs);
    figures[`${name}FirstLoadKb`] = rounded(await firstLoadKb(server.url, html), 1);
  }
  const worst = (end: string) =>
    Math.max(...Object.entries(figures).flatMap(([name, figure]) => (name.endsWith(end) ? [figure] : [])));
  return {
    figures: { ...figures, ratio: worst("Ratio"), firstLoadKb: worst("FirstLoadKb") },
    goals: { ratio: { max: 2.5 }, firstLoadKb: { max: 170 } },
  };
}

/** Both sides draw the same number of rows, or the ratio says nothing. */
function refuseOtherThanFifty(path: string, html: string): void {
  const main = html.slice(html.indexOf("<body"), html.indexOf("<script"));
  const rows = (
    /<ol[^>]*divide-y[\s\S]*?<\/ol>/.exec(main)?.[0].match(/<li\b/g) ??
    main.match(/<tr\b/g) ??
    []
  ).length;
  const head = main.includes("<thead") && !main.includes("Requests that wait on you") ? 1 : 0;
  if (rows - head !== ROWS) throw new Error(`${path} shows ${rows - head} rows instead of ${ROWS}.`);
}

async function loadMany(load: LoadPage, path: string, count: number): Promise<void> {
  let left = count;
  const one = async () => {
    while (left-- > 0) await load(path, BROWSER);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

type LoadPage = (path: string, headers?: Record<string, string>) => Promise<string>;

/** Loads pages over connections that stay open. What comes compressed is only counted, never unpacked here. */
function pageLoader(url: string, cookie: string): LoadPage {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const { hostname, port } = new URL(url);
  return (path, more = {}) =>
    new Promise((resolve, reject) => {
      const headers = { Cookie: cookie, Accept: "text/html", ...more };
      get({ hostname, port, path, agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          if (answer.statusCode === 200) resolve(Buffer.concat(chunks).toString("utf8"));
          else reject(new Error(`${path} answered ${answer.statusCode}.`));
        });
      }).on("error", reject);
    });
}
