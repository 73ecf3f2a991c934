import http from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

type Answering = (request: { url: URL; times: number }, response: http.ServerResponse) => void;

export type OddRegistry = {
  url: string;
  /** The addresses that were asked, in order. */
  asked: URL[];
  close: () => Promise<void>;
};

/** A registry that answers as told; `times` counts how often it was asked. */
export async function openRegistry(answer: Answering): Promise<OddRegistry> {
  const asked: URL[] = [];
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://registry.test");
    asked.push(url);
    answer({ url, times: asked.length }, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function sendJson(response: http.ServerResponse, value: unknown): void {
  response.setHeader("content-type", "application/json");
  response.end(typeof value === "string" ? value : JSON.stringify(value));
}

/** Pages of these entries as the Registry API has them; a cursor is a number of entries. */
export function pagesOf(entries: readonly unknown[], perPage = 10): Answering {
  return ({ url }, response) => {
    const from = Number(url.searchParams.get("cursor") ?? 0);
    const servers = entries.slice(from, from + perPage);
    const nextCursor = from + perPage < entries.length ? String(from + perPage) : undefined;
    sendJson(response, { servers, metadata: { count: servers.length, nextCursor } });
  };
}

/** A little that unpacks to a lot. */
export function sendBomb(response: http.ServerResponse): void {
  response.setHeader("content-encoding", "gzip");
  response.end(gzipSync(Buffer.alloc(50 * 1024 * 1024)));
}
