import { CLIENT_NAMES } from "../client-names.ts";
import type { LaunchFinding, SeenEntry } from "./finding.ts";

/** Words of a tool's name that say it takes away, overwrites, runs or sends off. */
const DESTRUCTIVE = new Set(
  (
    "delete remove drop destroy purge wipe erase truncate kill terminate stop reset revoke uninstall overwrite write edit " +
    "replace move rename execute exec run eval shell bash command terminal sql deploy publish push force merge apply " +
    "install transfer pay refund unlink rm rmdir"
  ).split(" "),
);

/** Words that say it makes or changes something elsewhere. */
const WRITING = new Set(
  (
    "create add insert update upsert set put post patch send reply comment upload modify change save assign invite share " +
    "import start trigger fork commit open close archive submit fill click type press drag"
  ).split(" "),
);

const READING =
  /^(?:get|list|read|search|find|fetch|query|show|describe|view|count|lookup|resolve|check|status|help)$/;

function wordsOf(tool: string): string[] {
  return tool
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

type Weight = "all" | "destructive" | "writing" | "none";

/** What a tool's name says it does. A name that begins with a reading verb reads; a name that says nothing is not judged. */
export function weightOf(tool: string): Weight {
  if (/^\*+$/.test(tool)) return "all";
  const words = wordsOf(tool);
  const verb = words.find((word) => READING.test(word) || DESTRUCTIVE.has(word) || WRITING.has(word));
  if (verb === undefined || READING.test(verb)) return "none";
  return DESTRUCTIVE.has(verb) ? "destructive" : "writing";
}

const MOST_NAMED = 3;

function named(tools: readonly string[]): string {
  const more = tools.length > MOST_NAMED ? ` and ${tools.length - MOST_NAMED} more` : "";
  return `${tools.slice(0, MOST_NAMED).join(", ")}${more}`;
}

/** Tools the client calls without asking the person, when their names say that they change something. */
export function autoApproved({ launch, client }: SeenEntry): LaunchFinding[] {
  return (launch.autoApproved ?? []).flatMap(({ key, tools }): LaunchFinding[] => {
    const weighed = (weight: Weight) => tools.filter((tool) => weightOf(tool) === weight);
    const all = weighed("all").length > 0;
    const destructive = weighed("destructive");
    const writing = weighed("writing");
    if (!all && destructive.length + writing.length === 0) return [];
    const title = client === undefined ? "The client" : CLIENT_NAMES[client];
    const what = all
      ? "every tool of this server, whatever it does"
      : destructive.length > 0
        ? `tools that remove, overwrite or run things (${named(destructive)})`
        : `tools that change things (${named(writing)})`;
    return [
      {
        rule: "auto-approved",
        severity: all || destructive.length > 0 ? "high" : "medium",
        where: key,
        sentence: `${title} calls ${what} without asking, also when a text it read told it to.`,
        remedy: all
          ? `Take ${key} away, or name single tools that only read.`
          : `Take these tools out of ${key}, so that the person is asked each time.`,
      },
    ];
  });
}
