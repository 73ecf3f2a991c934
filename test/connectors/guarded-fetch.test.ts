import { createServer, type RequestListener, type Server } from "node:http";
import { afterAll, describe, expect, test } from "vitest";
import { FetchRefused } from "#app/connectors/fetch-refused.ts";
import { type GuardedFetchOptions, guardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import { blockList, kindOfAddress } from "#app/connectors/networks.server.ts";

const servers: Server[] = [];

afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(answer: RequestListener): Promise<{ url: string; port: number }> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return { url: `http://127.0.0.1:${address.port}`, port: address.port };
}

/** As on a machine whose administrator allowed 127.0.0.1 and nothing else. */
function fetcher(options: Partial<GuardedFetchOptions> = {}) {
  return guardedFetch({ allowedNetworks: ["127.0.0.1/32"], ...options });
}

async function whyOf(call: Promise<unknown>): Promise<string> {
  const refused = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(refused instanceof FetchRefused)) throw new Error(`It was not refused but gave ${refused}.`);
  return refused.why;
}

const closed = guardedFetch({ allowedNetworks: [] });

describe("without permission of the installation", () => {
  test.each([
    ["loopback", "https://127.0.0.1:1/"],
    ["loopback as one number", "https://2130706433:1/"],
    ["loopback in octal", "https://0177.0.0.1:1/"],
    ["loopback in hexadecimal", "https://0x7f.0.0.1:1/"],
    ["loopback in short", "https://127.1:1/"],
    ["loopback in IPv6", "https://[::1]:1/"],
    ["loopback mapped into IPv6", "https://[::ffff:127.0.0.1]:1/"],
    ["loopback mapped and in hexadecimal", "https://[::ffff:7f00:1]:1/"],
    ["this machine", "https://0.0.0.0:1/"],
    ["this machine in IPv6", "https://[::]:1/"],
    ["a private network", "https://10.1.2.3/"],
    ["the metadata service of clouds", "https://169.254.169.254/latest/meta-data"],
    ["the metadata service in IPv6", "https://[fd00:ec2::254]/"],
    ["a link-local address", "https://[fe80::1]/"],
    ["a private address carried in 6to4", "https://[2002:7f00:1::]/"],
    ["a private address carried in NAT64", "https://[64:ff9b::7f00:1]/"],
    ["a name of loopback", "https://localhost:1/"],
  ])("%s is refused before anything is sent", async (_, address) => {
    expect(await whyOf(closed(address))).toBe("address");
  });

  test("public addresses are told from all others", () => {
    const none = blockList([]);
    for (const address of ["1.1.1.1", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "172.32.0.1"])
      expect(kindOfAddress(address, none), address).toBe("public");
    for (const address of [
      "100.64.0.1",
      "224.0.0.1",
      "255.255.255.255",
      "fc00::1",
      "2001:db8::1",
      "nonsense",
      "",
    ])
      expect(kindOfAddress(address, none), address).toBe("refused");
    expect(kindOfAddress("10.2.3.4", blockList(["10.0.0.0/8"]))).toBe("allowed");
  });

  test("other schemes are refused, and plain http even to a public address", async () => {
    expect(await whyOf(closed("ftp://example.com/"))).toBe("scheme");
    expect(await whyOf(closed("file:///etc/passwd"))).toBe("scheme");
    expect(await whyOf(closed("http://1.1.1.1/"))).toBe("scheme");
  });
});

test("an allowed network answers, with status, headers and body", async () => {
  const { url } = await listen((req, res) => {
    res.setHeader("Content-Type", "application/json");
    res.setHeader("Set-Cookie", ["a=1", "b=2"]);
    res.statusCode = 201;
    req.pipe(res);
  });
  const answer = await fetcher()(url, { method: "POST", body: new URLSearchParams({ a: "b c" }) });
  expect(answer.status).toBe(201);
  expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(await answer.text()).toBe("a=b+c");
});

test("a redirect to a private address is refused, though the first address was allowed", async () => {
  let asked = 0;
  const { port } = await listen((_req, res) => {
    asked += 1;
    res.end("secret");
  });
  const { url } = await listen((_req, res) =>
    res.writeHead(302, { Location: `http://127.0.0.2:${port}/` }).end(),
  );
  expect(await whyOf(fetcher()(url))).toBe("address");
  expect(await whyOf(fetcher()(url, { redirect: "follow" }))).toBe("address");
  expect(asked).toBe(0);
});

test("a redirect is followed a few times, never for a post, and takes no credentials to another origin", async () => {
  const seen: (string | undefined)[] = [];
  const end = await listen((req, res) => {
    seen.push(req.headers.authorization);
    res.end("there");
  });
  const start = await listen((_req, res) => res.writeHead(302, { Location: end.url }).end());
  const loop = await listen((_req, res) => res.writeHead(302, { Location: "/again" }).end());
  const answer = await fetcher()(start.url, { headers: { Authorization: "Bearer secret" } });
  expect(await answer.text()).toBe("there");
  expect(seen).toEqual([undefined]);
  expect(await whyOf(fetcher()(loop.url))).toBe("redirects");
  expect(await whyOf(fetcher()(start.url, { method: "POST", body: "x" }))).toBe("redirects");
  const manual = await fetcher()(start.url, { redirect: "manual" });
  expect(manual.status).toBe(302);
});

test("a name that changes its address between two looks reaches nothing private", async () => {
  const { port } = await listen((req, res) => res.end(req.socket.localAddress));
  const answers = ["127.0.0.1", "127.0.0.2"];
  const resolve: GuardedFetchOptions["resolve"] = (_name, done) =>
    done(null, [{ address: answers.shift() ?? "127.0.0.2", family: 4 }]);
  const address = `http://rebinding.test:${port}/`;
  const first = await fetcher({ resolve })(address);
  expect(await first.text()).toBe("127.0.0.1");
  // One look for one request: the address that was checked is the one that was connected to.
  expect(answers).toEqual(["127.0.0.2"]);
  expect(await whyOf(fetcher({ resolve })(address))).toBe("address");
});

test("a name with one public and one private address is refused whole", async () => {
  const resolve: GuardedFetchOptions["resolve"] = (_name, done) =>
    done(null, [
      { address: "1.1.1.1", family: 4 },
      { address: "10.0.0.1", family: 4 },
    ]);
  expect(await whyOf(fetcher({ resolve })("https://two.test/"))).toBe("address");
});

test("a huge body is cut off, whether it says its size or not", async () => {
  let written = 0;
  const flood = await listen((_req, res) => {
    const more = () => {
      while (!res.destroyed && res.write("x".repeat(65_536))) written += 65_536;
    };
    res.on("drain", more);
    more();
  });
  expect(await whyOf(fetcher({ largestBody: 10_000 })(flood.url))).toBe("large");
  expect(written).toBeLessThan(20_000_000);
  const honest = await listen((_req, res) => res.writeHead(200, { "Content-Length": "999999999" }).end("x"));
  expect(await whyOf(fetcher()(honest.url))).toBe("large");
});

test("a packed body is refused: it was asked for plain", async () => {
  const { url } = await listen((_req, res) => res.writeHead(200, { "Content-Encoding": "gzip" }).end("x"));
  expect(await whyOf(fetcher()(url))).toBe("packed");
});

test("a server that says nothing, or says it slowly, is left in time", async () => {
  const silent = await listen(() => undefined);
  expect(await whyOf(fetcher({ timeoutMs: 200 })(silent.url))).toBe("slow");
  const slow = await listen((_req, res) => {
    res.write("x");
    const drip = setInterval(() => res.write("x"), 20);
    res.on("close", () => clearInterval(drip));
  });
  expect(await whyOf(fetcher({ timeoutMs: 200 })(slow.url))).toBe("slow");
});

test("a server that is not there or breaks off is unreachable", async () => {
  const broken = await listen((_req, res) => {
    res.writeHead(200, { "Content-Length": "10" }).write("x");
    res.socket?.destroy();
  });
  expect(await whyOf(fetcher()(broken.url))).toBe("unreachable");
  expect(await whyOf(fetcher()("http://127.0.0.1:1/"))).toBe("unreachable");
  expect(await whyOf(fetcher()("https://no-such-name.invalid/"))).toBe("unreachable");
});

test("a mistake of ours is no answer of a server: it is thrown as it is", async () => {
  const mistake = new TypeError("A mistake of ours.");
  const call = fetcher({ resolve: (_, done) => done(mistake, []) })("https://somewhere.example/");
  await expect(call).rejects.toBe(mistake);
});
