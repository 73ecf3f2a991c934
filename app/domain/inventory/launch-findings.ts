import { containerRun } from "./identities/oci.ts";
import type { FindingRule, FindingSeverity } from "./inventory-words.ts";
import { argumentText, identifyLaunch, unwrapLaunch } from "./launch-identity.ts";
import { CUT, type FoundSecret, type Launch } from "./scan-inputs.ts";
import { SECRET_KIND_WORDS } from "./secret-kind-words.ts";

/** A rule's remark on a launch. `where` is the key in the entry, e.g. `env.GITHUB_TOKEN`; rule and `where` are unique. */
export interface LaunchFinding {
  rule: FindingRule;
  severity: FindingSeverity;
  where: string;
  sentence: string;
  remedy: string;
}

function literalSecrets(launch: Launch): LaunchFinding[] {
  const found: [where: string, secret: FoundSecret][] = [];
  if (launch.commandSecret !== undefined) found.push(["command", launch.commandSecret]);
  if (launch.urlSecret !== undefined) found.push(["url", launch.urlSecret]);
  launch.args.forEach((argument, index) => {
    if (argument.kind === "secret") found.push([`args.${index}`, argument]);
    if (argument.kind === "plain" && argument.secret !== undefined)
      found.push([`args.${index}`, argument.secret]);
  });
  for (const key of ["env", "headers"] as const)
    for (const { name, value } of launch[key])
      if (value.kind === "secret") found.push([`${key}.${name}`, value]);
  return found.map(([where, secret]) => ({
    rule: "literal-secret",
    severity: "high",
    where,
    sentence: `${SECRET_KIND_WORDS[secret.secretKind]} is in the file as plain text, readable by every program this person runs.`,
    remedy:
      "Put a variable reference in its place, then replace the secret itself: whoever read the file has it.",
  }));
}

function unpinned(launch: Launch): LaunchFinding[] {
  const { kind, pinned, release, identity } = identifyLaunch(launch);
  if (pinned || (kind !== "npm" && kind !== "pypi" && kind !== "oci")) return [];
  const where = launch.args.length > 0 ? "args" : "command";
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
  const example =
    kind === "oci"
      ? "a digest (@sha256:…)"
      : kind === "npm"
        ? "an exact version (name@1.2.3)"
        : "an exact version (name==1.2.3)";
  return [
    {
      rule: "unpinned",
      severity: "medium",
      where,
      sentence: `Each start may fetch another release of ${identity}, including one nobody has looked at.`,
      remedy: `Name ${example}.`,
    },
  ];
}

const LOOPBACK = /^http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|[\w-]+\.localhost)(?::\d+)?(?:[/?#]|$)/i;

function plainHttp(launch: Launch): LaunchFinding[] {
  const places: [string, string][] = launch.url === undefined ? [] : [["url", launch.url]];
  if (identifyLaunch(launch).via !== undefined)
    launch.args.forEach((argument, index) => {
      places.push([`args.${index}`, argumentText(argument)]);
    });
  return places
    .filter(([, text]) => /^http:\/\//i.test(text) && !LOOPBACK.test(text))
    .map(([where]) => ({
      rule: "plain-http",
      severity: "high",
      where,
      sentence:
        "The address begins with http://, so everything sent, tokens included, can be read and changed on the way.",
      remedy: "Use the server's https:// address.",
    }));
}

const WHOLE_HOME = String.raw`(?:~|\$HOME|\$\{HOME\}|\$\{env:HOME\}|\$\{userHome\}|%USERPROFILE%|\$\{env:USERPROFILE\}|\/(?:root|home|Users)|[A-Za-z]:[\\/]+Users|[A-Za-z]:)`;
const WHOLE_FOLDER = new RegExp(`^(?:/|(?:file://)?${WHOLE_HOME}[\\\\/]*)$`, "i");

function mountSource(flag: string, value: string): string | undefined {
  if (/^(?:-v|--volume)$/.test(flag))
    return /^([A-Za-z]:[\\/][^:]*|[^:]*(?:\$\{env:\w+\})?):/.exec(value)?.[1];
  if (flag !== "--mount") return undefined;
  return /(?:^|,)(?:src|source)=([^,]*)/.exec(value)?.[1];
}

function mountedSources(flags: readonly string[]): string[] {
  return flags.flatMap((word, index) => {
    const [, attachedFlag, attached] = /^(-v|--volume|--mount)=?(.+)$/.exec(word) ?? [];
    const source =
      attachedFlag !== undefined && attached !== undefined && !/^--(?:volume|mount)$/.test(word)
        ? mountSource(attachedFlag, attached)
        : mountSource(word, flags[index + 1] ?? "");
    return source === undefined ? [] : [source];
  });
}

function homeMounted(launch: Launch): LaunchFinding[] {
  const { line } = unwrapLaunch(launch);
  const run = containerRun(line);
  const folders =
    run === undefined ? line.args.map((word) => word.replace(/^--?[\w-]+=/, "")) : mountedSources(run.flags);
  const folder = folders.find((text) => text !== CUT && WHOLE_FOLDER.test(text));
  if (folder === undefined) return [];
  const what =
    /^\/+$/.test(folder) || /^[A-Za-z]:[\\/]*$/.test(folder) ? "the whole disk" : "a whole home folder";
  const where = launch.args.findIndex((argument) => argumentText(argument).includes(folder));
  return [
    {
      rule: "home-mounted",
      severity: "high",
      where: where < 0 ? "args" : `args.${where}`,
      sentence: `The server is given ${what}: keys, browser profiles and every project are within its reach.`,
      remedy: "Give it only the folder it needs, read-only where that is enough.",
    },
  ];
}

function shellWrapper(launch: Launch): LaunchFinding[] {
  const { line, wrappers } = unwrapLaunch(launch);
  const hidden =
    /^(?:sh|bash|zsh|dash|ash|ksh|fish|cmd|powershell|pwsh)$/.test(line.program) &&
    line.args.some((word) => /^(?:-[a-z]*c[a-z]*|\/[ck]|-command|-e\w*)$/i.test(word));
  const shell = wrappers.find((wrapper) =>
    /^(?:sh|bash|zsh|dash|ash|ksh|fish|powershell|pwsh) /.test(wrapper),
  );
  if (!hidden && shell === undefined) return [];
  return [
    {
      rule: "shell-wrapper",
      severity: hidden ? "medium" : "low",
      where: "command",
      sentence: hidden
        ? "A shell script starts the server, so what really runs cannot be told from the file."
        : `The server is started through a shell (${shell}), which reads the person's profile and expands what it finds.`,
      remedy: "Name the program and its arguments directly, without a shell.",
    },
  ];
}

/** Every finding on a launch. It reads the redacted launch only, so the device and the server say the same. */
export function findingsOf(launch: Launch): LaunchFinding[] {
  const findings = [
    ...literalSecrets(launch),
    ...unpinned(launch),
    ...plainHttp(launch),
    ...homeMounted(launch),
    ...shellWrapper(launch),
  ];
  const seen = new Set<string>();
  return findings.filter(({ rule, where }) => {
    const place = `${rule} ${where}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}
