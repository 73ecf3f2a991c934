import type { EvidenceToRecord } from "#app/domain/trust/record-evidence.server.ts";
import { entryRemark, refusal } from "./read-repository-file.ts";
import { repositoryEvidence } from "./repository-evidence.ts";
import type { Asked, RepositoryFacts } from "./repository-facts.ts";
import type { RepositoryEntry } from "./repository-file.ts";

/** What a file tells of one repository. */
export type Told = { identity: string; release: string; lookedAt: string; facts: RepositoryFacts };

/** The entries as facts. Throws Invalid for times that lie ahead and for a release told twice, naming the entries. */
export function checkedEntries(entries: readonly RepositoryEntry[], now: Date): Told[] {
  const seen = new Map<string, number>();
  const remarks = entries.flatMap((entry, index) => {
    const key = JSON.stringify([entry.identity, entry.release ?? ""]);
    const before = seen.get(key);
    seen.set(key, before ?? index);
    const said: string[] = [];
    if (before !== undefined) said.push(`identity: It stands in entry ${before + 1} already.`);
    if (Date.parse(entry.lookedAt) > now.getTime()) said.push("lookedAt: This time has not come yet.");
    if (entry.lastCommitAt && Date.parse(entry.lastCommitAt) > Date.parse(entry.lookedAt))
      said.push("lastCommitAt: This is after it was looked at.");
    return said.map((one) => entryRemark(index, one));
  });
  if (remarks.length > 0) throw refusal(remarks);
  return entries.map(toldBy);
}

function toldBy(entry: RepositoryEntry): Told {
  const { identity, release = "", repository, lastCommitAt } = entry;
  const { host, pathname } = new URL(repository);
  return {
    identity,
    release,
    lookedAt: new Date(entry.lookedAt).toISOString(),
    facts: {
      place: `${host.replace(/^www\./, "")}${pathname.replace(/(\.git)?\/*$/, "")}`,
      confirmation: { state: "confirmed", says: "An administrator gave facts of it for this server." },
      isPublic: asked(entry.isPublic),
      isArchived: asked(entry.isArchived),
      licence: asked(entry.licence),
      lastCommitAt: asked(lastCommitAt ? new Date(lastCommitAt).toISOString() : lastCommitAt),
      releasesLastYear: asked(entry.releasesLastYear),
      tag: asked(entry.tag),
      issues: asked(entry.issues),
    },
  };
}

function asked<T>(value: T | undefined): Asked<T> {
  return value === undefined ? { why: "The file does not say.", retryAt: null } : { value };
}

/**
 * As of the moment it was looked up, with that day in the source: what was found since stays. What it does not say leaves
 * untouched what is known.
 */
export function fileEvidence({ identity, release, lookedAt, facts }: Told): EvidenceToRecord[] {
  const at = new Date(lookedAt);
  const { ofServer, ofRelease } = repositoryEvidence(facts, at);
  const source = `file of ${lookedAt.slice(0, 10)}: ${facts.place}`;
  const rowsOf = (answers: typeof ofServer, of: string): EvidenceToRecord[] =>
    (Object.entries(answers) as [EvidenceToRecord["row"], typeof ofServer.licence][]).flatMap(
      ([row, answer]) =>
        answer && answer.answer !== "could_not_look"
          ? [{ identity, release: of, row, source, lookedAt: at, ...answer }]
          : [],
    );
  return [...rowsOf(ofServer, ""), ...(release === "" ? [] : rowsOf(ofRelease, release))];
}
