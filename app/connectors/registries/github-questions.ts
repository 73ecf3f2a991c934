import { z } from "zod";
import type { RepositoryQuestions } from "./repository-questions.ts";

const Time = z.iso.datetime({ offset: true });
const iso = (text: string) => new Date(text).toISOString();
const Who = z.object({ login: z.string(), type: z.string().optional() }).nullable();

const Issues = z.array(
  z.object({
    number: z.number(),
    created_at: Time,
    user: Who,
    comments: z.number(),
    pull_request: z.unknown().optional(),
  }),
);
const Comments = z.array(z.object({ created_at: Time, user: Who }));

/** GitHub's REST interface, version 2022-11-28. */
export const githubQuestions: RepositoryQuestions = {
  who: "GitHub",
  headers: { Accept: "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28" },
  repository: (path) => `/repos/${path}`,
  isPublic: (answer) => {
    const read = z.object({ private: z.boolean() }).safeParse(answer);
    return read.success ? !read.data.private : null;
  },
  isArchived: (answer) => z.object({ archived: z.boolean() }).safeParse(answer).data?.archived ?? null,
  licence: (answer) => {
    const name = z.object({ license: z.object({ spdx_id: z.string() }) }).safeParse(answer).data
      ?.license.spdx_id;
    return name === undefined || name === "NOASSERTION" ? null : name.slice(0, 100);
  },
  commits: (path) => `/repos/${path}/commits?per_page=1`,
  newestCommit: (answer) => {
    const read = z
      .array(z.object({ commit: z.object({ committer: z.object({ date: Time }) }) }))
      .safeParse(answer);
    const date = read.data?.[0]?.commit.committer.date;
    return date === undefined ? null : iso(date);
  },
  releases: (path) => `/repos/${path}/releases?per_page=100`,
  releaseTimes: (answer) =>
    z
      .array(z.object({ published_at: Time.nullable() }))
      .safeParse(answer)
      .data?.flatMap(({ published_at }) => (published_at === null ? [] : [iso(published_at)])) ?? null,
  tag: (path, tag) => `/repos/${path}/git/ref/tags/${encodeURIComponent(tag)}`,
  file: (path, file, tag) =>
    `/repos/${path}/contents/${file.split("/").map(encodeURIComponent).join("/")}${tag === null ? "" : `?ref=${encodeURIComponent(tag)}`}`,
  issues: (path) => `/repos/${path}/issues?state=all&sort=created&direction=desc&per_page=30`,
  readIssues: (answer) =>
    Issues.safeParse(answer)
      .data?.filter(({ pull_request }) => pull_request === undefined)
      .map(({ number, created_at, user, comments }) => ({
        id: number,
        openedAt: iso(created_at),
        author: user?.login ?? "",
        comments,
      })) ?? null,
  comments: (path, issue) => `/repos/${path}/issues/${issue}/comments?per_page=20`,
  readComments: (answer) =>
    Comments.safeParse(answer).data?.map(({ created_at, user }) => ({
      at: iso(created_at),
      author: user?.login ?? "",
      isBot: user?.type === "Bot",
    })) ?? null,
};
