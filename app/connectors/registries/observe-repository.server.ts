import { z } from "zod";
import type { GuardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import { askJson } from "#app/connectors/registries/ask-json.server.ts";
import { githubQuestions } from "#app/connectors/registries/github-questions.ts";
import { gitlabQuestions } from "#app/connectors/registries/gitlab-questions.ts";
import type { RepositoryQuestions } from "#app/connectors/registries/repository-questions.ts";
import type { Looked } from "#app/domain/packages/looked.ts";
import type { RepositoryAddress } from "#app/domain/packages/repository/repository-address.ts";
import {
  CLAIMED,
  type Confirmation,
  confirmedByFile,
  confirmedElsewhere,
  type PackageFile,
  packagePath,
  type Witnesses,
} from "#app/domain/packages/repository/repository-confirmation.ts";
import {
  type AnsweredIssue,
  type Asked,
  type RepositoryFacts,
  waitOf,
} from "#app/domain/packages/repository/repository-facts.ts";

/** Without a token GitHub answers sixty questions an hour. */
const MOST_ISSUES = 8;
const YEAR_MS = 365 * 86_400_000;

type Outside = {
  reach: GuardedFetch;
  bases: { github: string; gitlab: string };
  now: () => Date;
  /** For the host that is asked; it goes there over https only, and on no redirect to another. */
  token?: string | null;
};

type Wanted = {
  tags: readonly string[];
  witnesses: Witnesses;
  /** Of a package of npm: the file there that would name it. */
  file: PackageFile | null;
};

/** What a repository tells, each question for itself; once a limit is reached nothing further is asked. */
export async function observeRepository(
  outside: Outside,
  of: RepositoryAddress,
  { tags, witnesses, file }: Wanted,
): Promise<RepositoryFacts> {
  const questions: RepositoryQuestions = of.host === "github" ? githubQuestions : gitlabQuestions;
  const base = outside.bases[of.host];
  const hasToken = Boolean(outside.token) && base.startsWith("https://");
  const headers = hasToken
    ? { ...questions.headers, Authorization: `Bearer ${outside.token}` }
    : questions.headers;
  let spent: Extract<Looked<never>, { ok: false }> | undefined;
  const ask = async (path: string): Promise<Looked<unknown>> => {
    if (spent) return spent;
    const answer = await askJson(outside.reach, questions.who, `${base}${path}`, {
      headers,
      now: outside.now(),
      onLimit: (limited) => {
        spent = limited;
      },
      ...(hasToken ? { refusal: `${questions.who} refuses the token that is kept for it.` } : {}),
    });
    return answer;
  };
  const put = async <T>(
    path: string,
    read: (value: unknown) => T | null,
    ifAbsent?: T,
  ): Promise<Asked<T>> => {
    const answer = await ask(path);
    if (!answer.ok) {
      if (answer.isAbsent && ifAbsent !== undefined) return { value: ifAbsent };
      return whyNot(answer);
    }
    const value = read(answer.value);
    return value === null ? { why: `${questions.who} leaves it out.`, retryAt: null } : { value };
  };
  const own = await ask(questions.repository(of.path));
  const from = <T>(read: (value: unknown) => T | null): Asked<T> => {
    if (!own.ok) return whyNot(own);
    const value = read(own.value);
    return value === null ? { why: `${questions.who} leaves it out.`, retryAt: null } : { value };
  };
  const since = new Date(outside.now().getTime() - YEAR_MS).toISOString();
  const isGone = !own.ok && own.isAbsent;
  const closed = own.ok ? null : whyNot(own);
  const place = `${of.host}.com/${of.path}`;
  const lastCommitAt = closed ?? (await put(questions.commits(of.path), questions.newestCommit));
  const releasesLastYear =
    closed ??
    (await put(
      questions.releases(of.path),
      (value) => questions.releaseTimes(value)?.filter((at) => at >= since).length ?? null,
    ));
  const tag = closed ?? (await firstTag(of.path, tags, put, questions));
  const known = confirmedElsewhere(place, witnesses);
  const at = "value" in tag ? tag.value : null;
  const isAsked = file !== null && !isGone;
  return {
    place,
    confirmation: known ?? (isAsked ? await namedThere({ place, ...of }, file, at, ask, questions) : CLAIMED),
    isPublic: isGone ? { value: false } : from(questions.isPublic),
    isArchived: from(questions.isArchived),
    licence: from(questions.licence),
    lastCommitAt,
    releasesLastYear,
    tag,
    issues: closed ?? (await waits(of.path, ask, questions)),
  };
}

function whyNot({ why, retryAt }: { why: string; retryAt: Date | null }) {
  return { why, retryAt: retryAt?.toISOString() ?? null };
}

async function firstTag(
  path: string,
  tags: readonly string[],
  put: <T>(path: string, read: (value: unknown) => T | null, ifAbsent?: T) => Promise<Asked<T>>,
  questions: RepositoryQuestions,
): Promise<Asked<string | null>> {
  if (tags.length === 0) return { why: "No release of it is known.", retryAt: null };
  for (const tag of tags) {
    const answer = await put<string | false>(questions.tag(path, tag), () => tag, false);
    if (!("value" in answer)) return answer;
    if (answer.value !== false) return { value: answer.value };
  }
  return { value: null };
}

const File = z.object({
  encoding: z.literal("base64"),
  content: z
    .string()
    .transform((text) => text.replace(/\s/g, ""))
    .pipe(z.base64()),
});

/** Whether the file that would name a package does; one question, and none where its folder is no folder. */
async function namedThere(
  { path, place }: { path: string; place: string },
  file: PackageFile,
  tag: string | null,
  ask: (path: string) => Promise<Looked<unknown>>,
  questions: RepositoryQuestions,
): Promise<Confirmation> {
  const at = packagePath(file);
  if (at === undefined) return CLAIMED;
  const answer = await ask(questions.file(path, at, tag));
  if (!answer.ok) return answer.isAbsent ? CLAIMED : { state: "unknown", says: answer.why };
  const read = File.safeParse(answer.value);
  if (!read.success) return { state: "unknown", says: `${questions.who} leaves the package.json out.` };
  return confirmedByFile(Buffer.from(read.data.content, "base64").toString("utf8"), place, file);
}

async function waits(
  path: string,
  ask: (path: string) => Promise<Looked<unknown>>,
  questions: RepositoryQuestions,
): Promise<RepositoryFacts["issues"]> {
  const listed = await ask(questions.issues(path));
  if (!listed.ok) return whyNot(listed);
  const issues = questions.readIssues(listed.value)?.slice(0, MOST_ISSUES);
  if (!issues) return { why: `${questions.who} leaves it out.`, retryAt: null };
  const answered: AnsweredIssue[] = [];
  for (const { id, openedAt, author, comments } of issues) {
    if (comments === 0) {
      answered.push({ openedAt, answeredAt: null });
      continue;
    }
    const said = await ask(questions.comments(path, id));
    if (!said.ok) return whyNot(said);
    const read = questions.readComments(said.value);
    if (!read) return { why: `${questions.who} leaves it out.`, retryAt: null };
    const first = read.find((one) => one.author !== author && !one.isBot);
    answered.push({ openedAt, answeredAt: first?.at ?? null });
  }
  return { value: waitOf(answered) };
}
