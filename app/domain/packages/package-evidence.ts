import { buildSentence } from "#app/domain/packages/npm/provenance/provenance-facts.ts";
import { isWholeTree, type PackageFacts } from "#app/domain/packages/package-facts.ts";
import type { EvidenceToRecord } from "#app/domain/trust/record-evidence.server.ts";

type Answer = Pick<EvidenceToRecord, "answer" | "value" | "detail">;
type Answers = Partial<Record<EvidenceToRecord["row"], Answer>>;

const DAY = 86_400_000;
const unknown = (why: string): Answer => ({ answer: "could_not_look", detail: { why } });
const NOT_TOLD = "The registry does not tell.";

/** What a registry said of a release, as answers to the questions of trust; what it left out is no answer. */
export function packageEvidence(facts: PackageFacts, now: Date): { ofServer: Answers; ofRelease: Answers } {
  return {
    ofServer: {
      maintainers: maintainersOf(facts),
      package_age: ageOf(
        facts.createdAt,
        now,
        [30, 180],
        (days) => `Published for the first time ${days} days ago.`,
      ),
      releases: releasesOf(facts),
      licence: licenceOf(facts.licence),
    },
    ofRelease: {
      provenance: provenanceOf(facts),
      dependency_count: dependenciesOf(facts),
      install_scripts: scriptsOf(facts),
      release_age: ageOf(facts.publishedAt, now, [3, 14], (days) => `Published ${days} days ago.`),
      npm_deprecated: deprecationOf(facts),
    },
  };
}

/** The same questions when nobody could look. */
export function unansweredPackage(why: string): { ofServer: Answers; ofRelease: Answers } {
  return {
    ofServer: {
      maintainers: unknown(why),
      package_age: unknown(why),
      releases: unknown(why),
      licence: unknown(why),
    },
    ofRelease: {
      provenance: unknown(why),
      dependency_count: unknown(why),
      install_scripts: unknown(why),
      release_age: unknown(why),
      npm_deprecated: unknown(why),
    },
  };
}

function maintainersOf({ maintainers: count }: PackageFacts): Answer {
  if (count === null) return unknown(NOT_TOLD);
  const says = count === 1 ? "One person can publish it." : `${count} people can publish it.`;
  return {
    answer: count === 0 ? "not_found" : "found",
    value: count >= 3 ? 1 : ([0, 0.3, 0.7][count] ?? 0),
    detail: { says, count },
  };
}

/** Younger than the first number of days counts nothing, younger than the second half. */
function ageOf(
  at: string | null,
  now: Date,
  [young, grown]: readonly [number, number],
  say: (days: number) => string,
): Answer {
  if (at === null) return unknown("When it was published is not known.");
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / DAY));
  return {
    answer: "found",
    value: days < young ? 0 : days < grown ? 0.5 : 1,
    detail: { says: say(days), days },
  };
}

function releasesOf({ releasesLastYear: count, versions }: PackageFacts): Answer {
  if (count === null) return unknown("When releases were made is not known.");
  const says = `${count} of ${versions} releases within a year.`;
  return {
    answer: count === 0 ? "not_found" : "found",
    value: count >= 3 ? 1 : count * 0.4,
    detail: { says, count },
  };
}

function provenanceOf({ hasProvenance, provenance }: PackageFacts): Answer {
  if (hasProvenance === null) return unknown("The registry leaves attestations out, so nobody could look.");
  if (!hasProvenance)
    return { answer: "not_found", detail: { says: "The registry lists no attestation for it." } };
  switch (provenance?.answer) {
    case "verified":
      return { answer: "found", detail: { says: buildSentence(provenance), ...provenance } };
    case "contradicted":
      return {
        answer: "not_found",
        value: 0,
        detail: {
          says: `The record of its build is false. ${provenance.why}`,
          contradicted: true,
          root: provenance.root,
        },
      };
    default: {
      const why = `Claimed only: npm lists a record of its build. ${provenance?.why ?? "It was not looked at yet."}`;
      return { answer: "could_not_look", detail: { why, claimed: true } };
    }
  }
}

/** More packages count less; what could not be followed is not counted as none. */
function dependenciesOf(facts: PackageFacts): Answer {
  const { dependencies: count, missed } = facts;
  if (!isWholeTree(facts))
    return unknown(
      facts.isCut
        ? `There are more than ${count}; the walk broke off.`
        : `${count} are known, ${missed} could not be followed.`,
    );
  const value = [0, 10, 50, 150, 400].findIndex((most) => count <= most);
  const says =
    count === 0
      ? "No other package comes with it."
      : count === 1
        ? "1 package comes with it."
        : `${count} packages come with it.`;
  return {
    answer: count === 0 ? "not_found" : "found",
    value: value < 0 ? 0 : 1 - value * 0.2,
    detail: { says, count },
  };
}

function scriptsOf(facts: PackageFacts): Answer {
  const { installScripts, scriptedDependencies } = facts;
  if (installScripts && installScripts.length > 0)
    return { answer: "found", detail: { says: `Installing it runs ${installScripts.join(", ")}.` } };
  if (scriptedDependencies.length > 0)
    return {
      answer: "found",
      detail: { says: `Installing it runs scripts of ${scriptedDependencies.slice(0, 5).join(", ")}.` },
    };
  if (installScripts === null || facts.unknownScripts > 0) return unknown(NOT_TOLD);
  if (!isWholeTree(facts)) return unknown("Not everything that comes with it could be followed.");
  return {
    answer: "not_found",
    detail: { says: "Neither it nor what comes with it runs a script when installed." },
  };
}

function deprecationOf({ deprecated }: PackageFacts): Answer {
  if (deprecated === null) return unknown(NOT_TOLD);
  if (deprecated === false)
    return { answer: "not_found", detail: { says: "Its publisher did not deprecate it." } };
  return { answer: "found", detail: { says: `Its publisher says: ${deprecated}` } };
}

const OPEN =
  /^(?:MIT(?:-0)?|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause(?:-Clear)?|MPL-2\.0|[AL]?GPL-[23]\.[01](?:-only|-or-later|\+)?|EPL-[12]\.0|EUPL-1\.[12]|Unlicense|CC0-1\.0|BlueOak-1\.0\.0|Zlib|BSL-1\.0|Artistic-2\.0|Python-2\.0|WTFPL|PostgreSQL|CC-BY-4\.0)$/i;

/** SPDX names of open licences count; an expression of several counts when each way through it is open. */
export function licenceOf(licence: string | null): Answer {
  if (licence === null) return unknown("No licence is stated.");
  if (/^see\s/i.test(licence)) return unknown(`It says "${licence}", and that file was not read.`);
  const says = `Its licence is ${licence}.`;
  const names = licence
    .replace(/[()]/g, " ")
    .split(/\s+(?:OR|AND)\s+/i)
    .map((name) => name.trim());
  const isOpen = names.length > 0 && names.every((name) => OPEN.test(name));
  return isOpen
    ? { answer: "found", value: 1, detail: { says, licence } }
    : {
        answer: "not_found",
        value: 0,
        detail: { says: `${says} That is none of the open ones known here.`, licence },
      };
}
