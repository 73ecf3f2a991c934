import { z } from "zod";
import type { RepositoryQuestions } from "./repository-questions.ts";

const Time = z.iso.datetime({ offset: true });
const iso = (text: string) => new Date(text).toISOString();
const Who = z.object({ username: z.string(), bot: z.boolean().optional() });
const project = (path: string) => `/projects/${encodeURIComponent(path)}`;

const Issues = z.array(
  z.object({ iid: z.number(), created_at: Time, author: Who, user_notes_count: z.number() }),
);
const Notes = z.array(z.object({ created_at: Time, author: Who, system: z.boolean() }));

/** GitLab's REST interface, version 4. */
export const gitlabQuestions: RepositoryQuestions = {
  who: "GitLab",
  headers: {},
  repository: (path) => `${project(path)}?license=true`,
  isPublic: (answer) => {
    const read = z.object({ visibility: z.string() }).safeParse(answer);
    // asked without a token it is only shown to us because it is public
    return read.success
      ? read.data.visibility === "public"
      : z.object({ id: z.number() }).safeParse(answer).success || null;
  },
  isArchived: (answer) => z.object({ archived: z.boolean() }).safeParse(answer).data?.archived ?? null,
  licence: (answer) =>
    z
      .object({ license: z.object({ key: z.string() }) })
      .safeParse(answer)
      .data?.license.key.slice(0, 100) ?? null,
  commits: (path) => `${project(path)}/repository/commits?per_page=1`,
  newestCommit: (answer) => {
    const date = z.array(z.object({ committed_date: Time })).safeParse(answer).data?.[0]?.committed_date;
    return date === undefined ? null : iso(date);
  },
  releases: (path) => `${project(path)}/releases?per_page=100`,
  releaseTimes: (answer) =>
    z
      .array(z.object({ released_at: Time }))
      .safeParse(answer)
      .data?.map(({ released_at }) => iso(released_at)) ?? null,
  tag: (path, tag) => `${project(path)}/repository/tags/${encodeURIComponent(tag)}`,
  file: (path, file, tag) =>
    `${project(path)}/repository/files/${encodeURIComponent(file)}?ref=${encodeURIComponent(tag ?? "HEAD")}`,
  issues: (path) => `${project(path)}/issues?order_by=created_at&sort=desc&per_page=30`,
  readIssues: (answer) =>
    Issues.safeParse(answer).data?.map(({ iid, created_at, author, user_notes_count }) => ({
      id: iid,
      openedAt: iso(created_at),
      author: author.username,
      comments: user_notes_count,
    })) ?? null,
  comments: (path, issue) =>
    `${project(path)}/issues/${issue}/notes?sort=asc&order_by=created_at&per_page=20`,
  readComments: (answer) =>
    Notes.safeParse(answer)
      .data?.filter(({ system }) => !system)
      .map(({ created_at, author }) => ({
        at: iso(created_at),
        author: author.username,
        isBot: author.bot === true,
      })) ?? null,
};
