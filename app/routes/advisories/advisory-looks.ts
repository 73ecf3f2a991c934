import type {
  AdvisoryImportState,
  AdvisorySeverity,
  MatchAnswer,
} from "#app/domain/advisories/advisory-words.ts";
import { plural } from "#app/ui/plural.ts";
import type { Look } from "#app/ui/tones.ts";

export const MATCH_LOOKS: Record<MatchAnswer, Look> = {
  affected: { tone: "red", icon: "octagon-alert", word: "Affected" },
  may_be_affected: { tone: "amber", icon: "circle-question-mark", word: "May be affected" },
  could_not_look: { tone: "slate", icon: "eye-off", word: "Could not look", dashed: true },
};

export const MALICIOUS_LOOK: Look = { tone: "red", icon: "siren", word: "Malicious" };
export const WITHDRAWN_LOOK: Look = { tone: "slate", icon: "undo-2", word: "Withdrawn", quiet: true };
export const UNKNOWN_SEVERITY: Look = {
  tone: "slate",
  icon: "eye-off",
  word: "Severity unknown",
  dashed: true,
};

export const SEVERITY_WORDS: Record<AdvisorySeverity, string> = {
  low: "Low",
  medium: "Medium",
  high: "High",
  critical: "Critical",
  unknown: "Unknown",
};

export const ADVISORY_IMPORT_LOOKS: Record<AdvisoryImportState, Look> = {
  waiting: { tone: "blue", icon: "clock", word: "Waiting" },
  running: { tone: "blue", icon: "hourglass", word: "Reading" },
  done: { tone: "green", icon: "circle-check", word: "Read", quiet: true },
  failed: { tone: "red", icon: "triangle-alert", word: "Not read" },
};

type Progress = {
  state: AdvisoryImportState;
  read: number;
  added: number;
  changed: number;
  unchanged: number;
  older: number;
  withdrawn: number;
};

/** How far an import is, in a sentence or two. */
export function importSentence(found: Progress): string {
  if (found.state === "waiting") return "Nothing is read yet. You can leave this page and come back.";
  const records = plural(found.read, { zero: "no records", one: "# record", other: "# records" });
  const became = [
    `${found.added.toLocaleString("en-GB")} new`,
    `${found.changed.toLocaleString("en-GB")} changed`,
    `${found.unchanged.toLocaleString("en-GB")} known already`,
    ...(found.older > 0 ? [`${found.older.toLocaleString("en-GB")} older than what is known`] : []),
  ].join(", ");
  const withdrawn =
    found.withdrawn > 0 ? ` ${found.withdrawn.toLocaleString("en-GB")} of them are withdrawn.` : "";
  if (found.state === "running")
    return `So far ${records}: ${became}. You can leave this page and come back.`;
  return `Read ${records}: ${became}.${withdrawn}`;
}
