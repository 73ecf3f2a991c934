import { identifyLaunch } from "../launch-identity.ts";
import { type LaunchFinding, type SeenEntry, whereNamed } from "./finding.ts";

const EXAMPLES = {
  oci: "a digest (@sha256:…)",
  npm: "an exact version (name@1.2.3)",
  pypi: "an exact version (name==1.2.3)",
} as const;

/** What a runner fetches that is no package of a registry: a repository, a Go module, a tool from NuGet. */
const FETCHED =
  /^command:(?:(?:uvx?|npx|pnpx|bunx|pipx) (git\+\S+|(?:github|gitlab|bitbucket):\S+)$|go run (\S+)$|dnx (\S+)$|deno run (jsr:\S+)$|nix run ((?:github|gitlab|sourcehut|git\+\w+|https?):\S+)$)/;

export function unpinned({ launch }: SeenEntry): LaunchFinding[] {
  const { kind, pinned, release, identity, via, wrappers } = identifyLaunch(launch);
  const bridge = via === undefined ? undefined : /^(npm|pypi):(?!.*.@)/.exec(wrappers.at(-1) ?? "");
  if (bridge)
    return [
      {
        rule: "unpinned",
        severity: "medium",
        where: whereNamed(launch),
        sentence: `Each start may fetch another release of ${wrappers.at(-1)}, the program between the client and ${identity}.`,
        remedy: `Name ${EXAMPLES[bridge[1] === "pypi" ? "pypi" : "npm"]}, or the address itself where the client can.`,
      },
    ];
  const fetched =
    kind === "command" && !pinned
      ? FETCHED.exec(identity)
          ?.slice(1)
          .find((part) => part !== undefined)
      : undefined;
  if (fetched !== undefined && !/[@#/?=][0-9a-f]{40}(?:#[\w.-]+)?$/.test(fetched))
    return [
      {
        rule: "unpinned",
        severity: "medium",
        where: whereNamed(launch),
        sentence: `Each start may fetch other content from ${fetched}, including some nobody has looked at.`,
        remedy:
          fetched.includes(":") && !fetched.startsWith("jsr:")
            ? "Name the commit by its whole hash (@0123…), since a branch and a tag can be moved."
            : "Name an exact version (@1.2.3).",
      },
    ];
  if (pinned || (kind !== "npm" && kind !== "pypi" && kind !== "oci")) return [];
  const where = whereNamed(launch);
  if (kind === "oci" && release !== null)
    return [
      {
        rule: "unpinned",
        severity: "low",
        where,
        sentence: `The image is named by the tag ${release}, which its publisher can move to other content.`,
        remedy: "Name the image by its digest (@sha256:…).",
      },
    ];
  return [
    {
      rule: "unpinned",
      severity: "medium",
      where,
      sentence: `Each start may fetch another release of ${identity}, including one nobody has looked at.`,
      remedy: `Name ${EXAMPLES[kind]}.`,
    },
  ];
}
