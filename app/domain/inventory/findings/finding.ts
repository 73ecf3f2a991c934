import type { FindingSeverity, LaunchRule } from "../inventory-words.ts";
import { argumentText, unwrapLaunch } from "../launch-identity.ts";
import type { CLIENTS, Launch } from "../scan-inputs.ts";

/** A rule's remark on a launch. `where` is the key in the entry, e.g. `env.GITHUB_TOKEN`; rule and `where` are unique. */
export interface LaunchFinding {
  rule: LaunchRule;
  severity: FindingSeverity;
  where: string;
  sentence: string;
  remedy: string;
}

/** What the rules read: the redacted launch, and what is known of the entry and file it stands in. */
export interface SeenEntry {
  launch: Launch;
  /** The entry's name in the file. */
  name?: string;
  /** Remedies are written for this client. */
  client?: (typeof CLIENTS)[number];
  /** True when git keeps the file; undefined when nobody could look. */
  tracked?: boolean | undefined;
}

/** The words of the command line as it stands, the program first: what a shell was given is one of them. */
export function wordsAsWritten(launch: Launch): { word: string; where: string }[] {
  const command = launch.command === undefined ? [] : [{ word: launch.command, where: "command" }];
  return [
    ...command,
    ...launch.args.map((argument, index) => ({ word: argumentText(argument), where: `args.${index}` })),
  ];
}

/** Where a word of the unwrapped command line stands in the file: the first argument that holds it, else the command. */
export function whereIs(launch: Launch, text: string): string {
  const words = wordsAsWritten(launch);
  const whole = words.find(({ word }) => word === text);
  return (whole ?? words.find(({ word }) => word.includes(text)))?.where ?? "command";
}

/** Where a launch names what it starts. */
export function whereNamed(launch: Launch): string {
  return launch.args.length > 0 ? "args" : "command";
}

/** The command line behind wrappers, and what was looked through. */
export function unwrapped({ launch }: SeenEntry) {
  return unwrapLaunch(launch);
}
