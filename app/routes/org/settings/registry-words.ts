import {
  type ImportEnding,
  ODDITIES_OF,
  type RegistryImportState,
  type RegistryKind,
  type Schedule,
} from "#app/domain/registries/registry-words.ts";
import { plural } from "#app/ui/plural.ts";
import type { Look } from "#app/ui/tones.ts";

export const KIND_LABELS: Readonly<Record<RegistryKind, string>> = {
  official: "Registry API (v0.1)",
  docker: "Docker catalog",
  toolhive: "ToolHive registry",
  server_json: "server.json",
};

export const KIND_HINTS: Readonly<Record<RegistryKind, string>> = {
  official: "The official registry, and subregistries that answer as it does.",
  docker: "A list of entries with image, remote and tools.",
  toolhive: "Its registry file with servers and remote_servers, or its upstream form.",
  server_json: "One server.json or a list of them.",
};

export const SCHEDULE_LABELS: Readonly<Record<Schedule, string>> = {
  by_hand: "When somebody says so",
  hourly: "Every hour",
  daily: "Every day",
  weekly: "Every week",
};

export const IMPORT_LOOKS: Readonly<Record<RegistryImportState, Look>> = {
  waiting: { tone: "blue", icon: "clock", word: "Waiting" },
  running: { tone: "blue", icon: "clock", word: "Reading" },
  done: { tone: "green", icon: "circle-check", word: "Read", quiet: true },
  stopped: { tone: "slate", icon: "eye-off", word: "Could not look", dashed: true },
};

const ENDINGS: Readonly<Record<ImportEnding, string>> = {
  address:
    "its address, or one it leads to, is not on the public internet, and nobody running Castellan allowed it",
  scheme: "its address, or one it leads to, is neither https nor in an allowed network",
  unreachable: "nothing answered there, three times",
  slow: "no answer was complete within 30 seconds, three times",
  large: "the answer is larger than is read",
  redirects: "its address leads on too often, or nowhere",
  packed: "the answer is packed though it was asked for plain, so its size could not be bounded",
  status: "it answered with an error",
  html: "it answered with a web page instead of JSON, perhaps to sign in",
  not_json: "what it gave is no JSON",
  broken_off: "what it gave breaks off in the middle",
  no_entries: "there is no entry in it",
  same_cursor: "a page names itself as the next one",
  cursor_loop: "its pages go round in a circle",
  same_entries: "three pages in a row held nothing but what earlier pages had",
  empty_pages: "three pages in a row were empty and named another one",
  too_many_pages: "it has more pages than are read",
  too_many_entries: "it has more entries than are read",
  names_next_page: "it names a next page, so it is a part only, and nothing counts as gone",
  keeps_failing: "reading it failed again and again at the same place",
  cancelled: "somebody here stopped it",
  registry_removed: "its registry was removed here",
};

type Progress = {
  state: RegistryImportState;
  ending: ImportEnding | null;
  endingDetail: string | null;
  seen: number;
  added: number;
  changed: number;
  unchanged: number;
  removed: number;
  refused: number;
};

export const entriesOf = (count: number) =>
  plural(count, { zero: "no entry", one: "# entry", other: "# entries" });
const number = (count: number) => count.toLocaleString("en-GB");

/** Where an import stands, in a sentence or two. */
export function importSentence(found: Progress): string {
  if (found.state === "waiting") return "The file or address waits to be read.";
  const counts = `${number(found.added)} new, ${number(found.changed)} changed, ${number(found.unchanged)} as before`;
  const not = plural(found.refused, { zero: "", one: ", # no listing", other: ", # no listings" });
  if (found.state === "running")
    return `So far ${entriesOf(found.seen)}: ${counts}${not}. You can leave this page and come back.`;
  if (found.state === "done") {
    const gone = plural(found.removed, {
      zero: "",
      one: " # is there no more.",
      other: " # are there no more.",
    });
    return `${capital(entriesOf(found.seen))}: ${counts}${not}.${gone}`;
  }
  return `${endingSentence(found)} ${capital(entriesOf(found.seen))} before that stayed: ${counts}${not}.`;
}

export function endingSentence({ ending, endingDetail }: Pick<Progress, "ending" | "endingDetail">): string {
  if (ending === null) return "";
  return `Could not look: ${ENDINGS[ending]}${endingDetail ? ` (${endingDetail})` : ""}.`;
}

/** What stands where no oddity does. */
export function nothingSentence({ oddities, endedAt }: { oddities: number; endedAt: unknown }): string {
  if (oddities > 0)
    return `${number(oddities)} oddities were told of it. They are kept for the newest ${ODDITIES_OF} imports only.`;
  return endedAt ? "Nothing was odd." : "Nothing was odd so far.";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function starterOf({
  startedBy,
  fileName,
}: {
  startedBy: string | null;
  fileName: string | null;
}): string {
  return startedBy ?? (fileName === null ? "Its schedule" : "Whoever runs Castellan");
}
