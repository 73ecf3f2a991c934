import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { afterAll } from "vitest";
import type { Certificate } from "#test/support/certificates.ts";

/** Real HTTP and HTTPS servers on loopback, ended after the tests of a file. Each answers with its address. */
export function openOutsideServers() {
  const servers: Server[] = [];
  afterAll(async () => {
    for (const server of servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
  async function listen(server: Server, scheme: string): Promise<string> {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
    return `${scheme}://127.0.0.1:${address.port}`;
  }
  return {
    http: (answer: RequestListener) => listen(createServer(answer), "http"),
    https: (answer: RequestListener, certificate: Certificate) =>
      listen(createHttpsServer({ key: certificate.key, cert: certificate.cert }, answer), "https"),
  };
}
