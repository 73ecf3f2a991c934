import { onlyReads, type ToolClass } from "#app/domain/catalog/catalog-words.ts";
import type { FindingRule } from "#app/domain/inventory/inventory-words.ts";
import type { Piece } from "#app/domain/trust/evidence-piece.ts";
import type { EvidenceRowKey } from "#app/domain/trust/evidence-rows.ts";
import { evidenceSentence } from "#app/domain/trust/evidence-sentence.ts";
import type { ChecklistAnswer } from "./request-words.ts";

export type ChecklistFacts = {
  serverKind: string;
  /** installations of the server that are there now */
  installations: number;
  /** of them, how many have each finding that stands, whether or not somebody lives with it */
  findings: Partial<Record<FindingRule, number>>;
  /** null: the server's tools were not looked at */
  tools: { name: string; class: ToolClass }[] | null;
  /** null: all */
  asked: readonly string[] | null;
  /** the rows of its trust */
  trust: readonly Pick<Piece, "row" | "answer" | "value" | "detail">[];
};

/** What evidence says of one item; null: nothing. */
export type Found = { answer: ChecklistAnswer; note: string } | null;

export function permissionsNeeded({ tools, asked }: ChecklistFacts): Found {
  if (!tools) return null;
  const wanted = asked ? tools.filter((tool) => asked.includes(tool.name)) : tools;
  const risky = wanted.filter((tool) => !onlyReads(tool.class));
  if (asked && wanted.length < asked.length) {
    return { answer: "unknown", note: "Some tools asked for are not in the server's list." };
  }
  if (wanted.length < tools.length) {
    return { answer: "yes", note: `${wanted.length} of ${tools.length} tools are asked for.` };
  }
  if (risky.length === 0) return { answer: "yes", note: `All ${tools.length} tools say they only read.` };
  const changing = risky.filter((tool) => tool.class !== "undeclared");
  if (changing.length === 0) {
    return {
      answer: "unknown",
      note: `All tools are asked for; ${risky.length} do not say what they change.`,
    };
  }
  return {
    answer: "no",
    note: `All ${tools.length} tools are asked for; ${changing.length} of them do more than read.`,
  };
}

export function credentialsByVariable({ installations, findings }: ChecklistFacts): Found {
  const inFile = Math.max(findings["literal-secret"] ?? 0, findings["secret-in-git"] ?? 0);
  if (inFile > 0) return { answer: "no", note: `A secret in the file: ${inFile} of ${installations} seen.` };
  if (installations === 0) return null;
  return { answer: "yes", note: `No secret in the file: ${installations} of ${installations} seen.` };
}

/** What takes a container's walls away again. */
const OPENED: Partial<Record<FindingRule, string>> = {
  "home-mounted": "The home folder is mounted",
  "container-privileged": "The container has the machine's rights",
  "docker-socket": "The container engine is handed over",
  "host-network": "The container is on the machine's network",
};

export function isolated({ serverKind, installations, findings, trust }: ChecklistFacts): Found {
  const open = (Object.keys(OPENED) as FindingRule[]).flatMap((rule) => {
    const places = findings[rule] ?? 0;
    return places > 0 ? [`${OPENED[rule]}: ${places} of ${installations} seen.`] : [];
  });
  if (open.length > 0) return { answer: "no", note: open.join(" ") };
  if (installations === 0) return null;
  if (serverKind !== "oci")
    return {
      answer: "unknown",
      note: "Does not run in a container; where else it is confined was not looked at.",
    };
  const zone = trust.find(({ row }) => row === "zone");
  if (!zone || zone.answer === "could_not_look")
    return { answer: "unknown", note: "Runs in a container; which network it reaches was not looked at." };
  return { answer: "yes", note: `Runs in a container without the home folder. ${evidenceSentence(zone)}` };
}

const ENDED: readonly EvidenceRowKey[] = [
  "archived",
  "registry_deleted",
  "registry_deprecated",
  "npm_deprecated",
];
const WORKED_ON: readonly EvidenceRowKey[] = ["last_commit", "releases"];
/** As much as a commit within a year counts. */
const MAINTAINED = 0.4;

/** Given up is no; worked on is yes; neither proven is unknown. */
export function maintained({ trust }: ChecklistFacts): Found {
  const of = (rows: readonly EvidenceRowKey[]) =>
    rows.flatMap((key) => trust.find(({ row }) => row === key) ?? []);
  const ended = of(ENDED).filter(({ answer }) => answer === "found");
  if (ended.length > 0) return { answer: "no", note: ended.map(evidenceSentence).join(" ") };
  const work = of(WORKED_ON).filter(({ answer }) => answer !== "could_not_look");
  if (work.length === 0) return null;
  const note = work.map(evidenceSentence).join(" ");
  if (work.some(({ value }) => (value ?? 0) >= MAINTAINED)) return { answer: "yes", note };
  return work.every(({ value }) => value === 0) ? { answer: "no", note } : { answer: "unknown", note };
}
