import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";

type Placed = {
  tags?: string[];
  issues?: unknown[];
  comments?: Record<string, unknown[]>;
  own?: Record<string, unknown>;
  /** By path: what stands in a file of it. */
  files?: Record<string, unknown>;
};
const fileOf = (content: unknown) => ({
  encoding: "base64",
  content: `${Buffer.from(JSON.stringify(content)).toString("base64")}\n`,
});
type Odd = (answer: http.ServerResponse) => void;

/** GitHub's and GitLab's interfaces on loopback, as far as they are asked. `odd` answers what begins like its key. */
export function openHub() {
  const answers = new Map<string, unknown>();
  const odd = new Map<string, Odd>();
  const asked: { path: string; headers: http.IncomingHttpHeaders }[] = [];
  let url = "";
  const server = http.createServer((request, answer) => {
    const path = request.url ?? "/";
    asked.push({ path, headers: request.headers });
    const own = [...odd].find(([start]) => path.startsWith(start))?.[1];
    if (own) return own(answer);
    const found = answers.get(path.split("?")[0] ?? "");
    if (found === undefined) return answer.writeHead(404).end('{"message":"Not Found"}');
    answer.setHeader("Content-Type", "application/json").end(JSON.stringify(found));
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    asked,
    odd,
    placeGithub(path: string, { tags = [], issues = [], comments = {}, own = {}, files = {} }: Placed) {
      const at = `/repos/${path}`;
      for (const [file, content] of Object.entries(files))
        answers.set(`${at}/contents/${file}`, fileOf(content));
      answers.set(at, { private: false, archived: false, license: { spdx_id: "MIT" }, ...own });
      answers.set(`${at}/commits`, [{ commit: { committer: { date: "2026-11-20T10:00:00Z" } } }]);
      answers.set(`${at}/releases`, [
        { published_at: "2026-10-01T10:00:00Z" },
        { published_at: "2020-01-01T10:00:00Z" },
      ]);
      for (const tag of tags)
        answers.set(`${at}/git/ref/tags/${encodeURIComponent(tag)}`, { ref: `refs/tags/${tag}` });
      answers.set(`${at}/issues`, issues);
      for (const [issue, said] of Object.entries(comments))
        answers.set(`${at}/issues/${issue}/comments`, said);
    },
    placeGitlab(path: string, { tags = [], issues = [], comments = {}, own = {}, files = {} }: Placed) {
      const at = `/projects/${encodeURIComponent(path)}`;
      for (const [file, content] of Object.entries(files))
        answers.set(`${at}/repository/files/${encodeURIComponent(file)}`, fileOf(content));
      answers.set(at, {
        id: 1,
        archived: true,
        visibility: "public",
        license: { key: "apache-2.0" },
        ...own,
      });
      answers.set(`${at}/repository/commits`, [{ committed_date: "2026-11-20T10:00:00.000+02:00" }]);
      answers.set(`${at}/releases`, [{ released_at: "2026-10-01T10:00:00.000Z" }]);
      for (const tag of tags) answers.set(`${at}/repository/tags/${encodeURIComponent(tag)}`, { name: tag });
      answers.set(`${at}/issues`, issues);
      for (const [issue, said] of Object.entries(comments)) answers.set(`${at}/issues/${issue}/notes`, said);
    },
    get url() {
      return url;
    },
  };
}
