import { commandIdentity } from "./identities/command.ts";
import {
  boundedIdentity,
  type CommandLine,
  type LaunchIdentity,
  type Recognition,
} from "./identities/identity.ts";
import { recogniseNpm } from "./identities/npm.ts";
import { recogniseOci } from "./identities/oci.ts";
import { recognisePypi } from "./identities/pypi.ts";
import { recogniseBridge, remoteIdentity } from "./identities/remote.ts";
import { splitScript } from "./identities/shell-words.ts";
import { afterAssignments, recogniseWrapper } from "./identities/wrappers.ts";
import { CUT, type Launch, type LaunchArgument } from "./scan-inputs.ts";

export type { LaunchIdentity } from "./identities/identity.ts";

const DEEPEST_WRAPPING = 8;

/** An argument as text: what is not known about it is •••. */
export function argumentText(argument: LaunchArgument): string {
  return argument.kind === "plain" || argument.kind === "reference" ? argument.text : CUT;
}

function lineOf(words: readonly string[], launch: Launch): CommandLine {
  const [path = "", ...args] = words;
  const base = path.replaceAll("\\", "/").split("/").at(-1) ?? "";
  const program = base.toLowerCase().replace(/\.(?:exe|cmd|bat|ps1)$/, "");
  return { program, path, args, variables: launch.env.map((variable) => variable.name), cwd: launch.cwd };
}

/**
 * Some files hold a whole command line in `command`. An absolute path with blanks (`C:\Program Files\…`) is one word when
 * arguments stand beside it or when it ends like a program.
 */
function commandWords(command: string, hasArguments: boolean): readonly string[] {
  const trimmed = command.trim();
  if (!/\s/.test(trimmed)) return [trimmed];
  const absolute = /^["']?(?:[A-Za-z]:)?[\\/~]/.test(trimmed);
  if (absolute && (hasArguments || /\.(?:exe|cmd|bat|ps1)["']?$/i.test(trimmed) || !/\s-/.test(trimmed)))
    return [trimmed.replace(/^["']|["']$/g, "")];
  const [first, ...more] = splitScript(trimmed.replaceAll("\\", "\\\\")).commands;
  return first === undefined || more.length > 0 ? [trimmed] : afterAssignments(first);
}

/** The command line a launch comes down to once wrappers are looked through, and the wrappers, outermost first. */
export function unwrapLaunch(launch: Launch): Unwrapped {
  const known = UNWRAPPED.get(launch);
  if (known !== undefined) return known;
  const unwrapped = unwrap(launch);
  UNWRAPPED.set(launch, unwrapped);
  return unwrapped;
}

interface Unwrapped {
  line: CommandLine;
  wrappers: string[];
}

const UNWRAPPED = new WeakMap<Launch, Unwrapped>();

function unwrap(launch: Launch): Unwrapped {
  const args = launch.args.map(argumentText);
  const words = [...commandWords(launch.command ?? "", args.length > 0), ...args];
  const wrappers: string[] = [];
  let line = lineOf(words, launch);
  for (let depth = 0; depth < DEEPEST_WRAPPING; depth += 1) {
    const step =
      recogniseWrapper(line) ?? innerOf(recogniseNpm(line)) ?? innerOf(recognisePypi(line)) ?? shim(line);
    if (step === undefined || !("inner" in step)) break;
    wrappers.push(step.wrapper);
    line = lineOf(step.inner, launch);
  }
  return { line, wrappers };
}

function innerOf(recognition: Recognition): Recognition {
  return recognition !== undefined && "inner" in recognition ? recognition : undefined;
}

/** `node node_modules/.bin/server` starts the program of that name. */
function shim(line: CommandLine): Recognition {
  const script = line.program === "node" ? line.args.findIndex((word) => !word.startsWith("-")) : -1;
  if (script < 0 || !/(?:^|[\\/])\.bin[\\/]/.test(line.args[script] ?? "")) return undefined;
  return { inner: line.args.slice(script), wrapper: "node" };
}

/**
 * What server a launch starts. It reads only the redacted launch, so the device, the browser and the server agree. The
 * order is fixed: a remote address; then, behind wrappers, bridges to a remote, npm, PyPI, containers, anything else.
 */
export function identifyLaunch(launch: Launch): LaunchIdentity {
  const known = IDENTIFIED.get(launch);
  if (known !== undefined) return known;
  const identified = identify(launch);
  IDENTIFIED.set(launch, identified);
  return identified;
}

/** Every rule asks anew for what follows from the launch alone. */
const IDENTIFIED = new WeakMap<Launch, LaunchIdentity>();

function identify(launch: Launch): LaunchIdentity {
  if (launch.url !== undefined && launch.transport !== "stdio") return finish(remoteIdentity(launch.url), []);
  const { line, wrappers } = unwrapLaunch(launch);
  const packaged = recogniseNpm(line) ?? recognisePypi(line) ?? recogniseOci(line);
  const bridge = recogniseBridge(line, packaged);
  if (bridge !== undefined && "found" in bridge)
    return finish(bridge.found, [...wrappers, bridgeFace(line, packaged)]);
  if (packaged !== undefined && "found" in packaged && packaged.found.identity !== "npm:@smithery/cli")
    return finish(packaged.found, [...wrappers, ...runnerFace(line)]);
  return finish(commandIdentity(line), wrappers);
}

/** The local face of a bridge with its own release, since that program runs too. */
function bridgeFace(line: CommandLine, packaged: Recognition): string {
  if (packaged === undefined || !("found" in packaged)) return line.program;
  const { identity, release } = packaged.found;
  return release === null ? identity : `${identity}@${release}`;
}

function runnerFace(line: CommandLine): string[] {
  return line.program === "node" || line.path.includes("node_modules") ? [] : [line.program];
}

function finish(found: Omit<LaunchIdentity, "wrappers">, wrappers: string[]): LaunchIdentity {
  return { ...found, identity: boundedIdentity(found.identity), wrappers };
}
