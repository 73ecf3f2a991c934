import type { ImportState, LineOutcome } from "#app/domain/identity/member-import-words.ts";
import { plural } from "#app/ui/plural.ts";
import type { Look } from "#app/ui/tones.ts";

export const IMPORT_LOOKS: Record<ImportState, Look> = {
  checked: { tone: "blue", icon: "clock", word: "Not started" },
  running: { tone: "blue", icon: "send", word: "Inviting" },
  done: { tone: "green", icon: "circle-check", word: "Ended", quiet: true },
  withdrawn: { tone: "slate", icon: "circle-slash", word: "Discarded", quiet: true },
};

export const LINE_LOOKS: Record<LineOutcome, Look> = {
  ready: { tone: "blue", icon: "mail", word: "Would be invited", quiet: true },
  invited: { tone: "green", icon: "circle-check", word: "Invited", quiet: true },
  refused: { tone: "amber", icon: "triangle-alert", word: "Not invited" },
  member: { tone: "slate", icon: "users", word: "Member already", quiet: true },
  open: { tone: "slate", icon: "clock", word: "Invited before", quiet: true },
  repeated: { tone: "slate", icon: "circle-slash", word: "Twice in the file", quiet: true },
  odd: { tone: "amber", icon: "triangle-alert", word: "Cannot be invited" },
};

type Progress = { state: ImportState; lines: number; ready: number; invited: number; refused: number };

export const peopleOf = (count: number) =>
  plural(count, { zero: "nobody", one: "# person", other: "# people" });

/** Where an import stands, in a sentence. */
export function importSentence({ state, lines, ready, invited, refused }: Progress): string {
  const of = plural(lines, { one: "# line", other: "# lines" });
  if (state === "checked") return `Of ${of}, ${peopleOf(ready)} would be invited. Nobody is invited yet.`;
  const so = `${peopleOf(invited)} invited`;
  const not = plural(refused, { zero: "", one: ", # not", other: ", # not" });
  if (state === "running")
    return `Of ${peopleOf(ready)}, ${so} so far${not}. You can leave this page and come back.`;
  if (state === "done") return `This import has ended: ${so}${not}. Mails go out at 120 a minute.`;
  return `This import was discarded: ${so}.`;
}
