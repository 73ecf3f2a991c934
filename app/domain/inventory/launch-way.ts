import { identifyLaunch } from "./launch-identity.ts";
import type { Launch, LaunchArgument } from "./scan-inputs.ts";
import { withoutReleases } from "./without-releases.ts";

/** How a server is started or reached, its release aside: what an approval of an installation stands on. */
export type LaunchWay = {
  transport: string;
  command: string | null;
  args: string[];
  url: string | null;
  folder: string | null;
  variables: string[];
  headers: string[];
};

/**
 * The part of a redacted launch that must stay as it was approved. Of variables and headers the names and what they refer to
 * count, in any order; which release of the package is a matter of its own.
 */
export function launchWay(launch: Launch, release: string | null): LaunchWay {
  const { identity } = identifyLaunch(launch);
  return {
    transport: launch.transport,
    command: launch.command === undefined ? null : withoutReleases(launch.command, identity),
    args: launch.args.map((argument) => withoutRelease(withoutReleases(textOf(argument), identity), release)),
    url: launch.url ?? null,
    folder: launch.cwd ?? null,
    variables: namesOf(launch.env),
    headers: namesOf(launch.headers.map((one) => ({ ...one, name: one.name.toLowerCase() }))),
  };
}

const WORDS = {
  transport: "transport",
  command: "command",
  url: "address",
  folder: "folder",
} as const;
const LISTS = { args: "argument", variables: "variable", headers: "header" } as const;
const NONE = "not named";

/** What changed between two launches, a line each; none: they are started in the same way. */
export function launchDifference(before: LaunchWay, after: LaunchWay): string[] {
  const parts = (Object.keys(WORDS) as (keyof typeof WORDS)[]).flatMap((part) =>
    before[part] === after[part]
      ? []
      : [`${WORDS[part]} was ${before[part] ?? NONE}, is ${after[part] ?? NONE}`],
  );
  const lists = (Object.keys(LISTS) as (keyof typeof LISTS)[]).flatMap((part) => {
    const [gone, come] = [without(before[part], after[part]), without(after[part], before[part])];
    const lines = [
      ...come.map((text) => `${LISTS[part]} ${text} was added`),
      ...gone.map((text) => `${LISTS[part]} ${text} was removed`),
    ];
    const isMoved = lines.length === 0 && JSON.stringify(before[part]) !== JSON.stringify(after[part]);
    return isMoved ? [`the order of ${LISTS[part]}s changed`] : lines;
  });
  return [...parts, ...lists];
}

/** `all` less one for each of `taken`: what stands twice and stood once is left once. */
function without(all: readonly string[], taken: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of taken) counts.set(text, (counts.get(text) ?? 0) + 1);
  return all.filter((text) => {
    const count = counts.get(text) ?? 0;
    counts.set(text, count - 1);
    return count <= 0;
  });
}

function namesOf(variables: Launch["env"]): string[] {
  return variables
    .map(({ name, value }) => (value.kind === "reference" ? `${name}=${value.text}` : name))
    .sort();
}

function withoutRelease(text: string, release: string | null): string {
  const end = ["@", ":", "=="].find((mark) => release !== null && text.endsWith(`${mark}${release}`));
  return end === undefined ? text : text.slice(0, -(end.length + (release?.length ?? 0)));
}

function textOf(argument: LaunchArgument): string {
  return argument.kind === "plain" || argument.kind === "reference" ? argument.text : `•••`;
}
