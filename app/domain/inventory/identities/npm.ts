import { flagValues, nodeScript, readFlags } from "./flags.ts";
import { type CommandLine, isExactVersion, isGeneralProgram, type Recognition } from "./identity.ts";
import { splitScript } from "./shell-words.ts";

const VALUED = new Set(
  "-p --package -c --call --registry --cache --prefix --userconfig --globalconfig -w --workspace --node-options --loglevel -C --dir --reporter --node-arg -n --cwd --allow-build".split(
    " ",
  ),
);
const NAME = /^(?:@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*$/i;
const PUBLIC_REGISTRY = /^https?:\/\/(?:registry\.npmjs\.org|registry\.yarnpkg\.com)\/?$/i;

/** `name@version` of npm, or undefined for folders, archives, git addresses and anything that is not a plain name. */
export function parseNpmSpec(spec: string): { name: string; version: string | null } | undefined {
  const at = spec.indexOf("@", 1);
  const name = at < 0 ? spec : spec.slice(0, at);
  const version = at < 0 ? "" : spec.slice(at + 1);
  if (!NAME.test(name) || name.length > 214) return undefined;
  if (version.startsWith("npm:")) return parseNpmSpec(version.slice(4));
  // A version after the at sign is a version, a tag or a range; anything with a slash or colon is an address.
  if (/[/:]/.test(version)) return undefined;
  return { name: name.toLowerCase(), version: version === "" ? null : version };
}

function fromSpec(spec: string): Recognition {
  const parsed = parseNpmSpec(spec);
  if (parsed === undefined) return undefined;
  const exact =
    parsed.version !== null && isExactVersion(parsed.version) && /^v?\d+\.\d+\.\d+/.test(parsed.version);
  const release = exact ? (parsed.version?.replace(/^v/, "") ?? null) : null;
  return { found: { identity: `npm:${parsed.name}`, kind: "npm", release, pinned: release !== null } };
}

/** The words after `npx` and its kin, or undefined when the program does not run packages from npm. */
function runnerArgs({ program, args }: CommandLine): readonly string[] | undefined {
  if (["npx", "pnpx", "bunx"].includes(program)) return args;
  const { rest } = readFlags(args, VALUED);
  const verb = args[rest] ?? "";
  const tail = args.slice(rest + 1);
  if (program === "npm" && /^(?:exec|x)$/.test(verb)) return tail;
  if ((program === "pnpm" || program === "yarn") && verb === "dlx") return [...args.slice(0, rest), ...tail];
  if (program === "bun" && verb === "x") return tail;
  if (program === "deno" && verb === "run") {
    const target = tail.find((word) => !word.startsWith("-"));
    // what stands behind the package is a file in it
    const [spec] = /^\/?((?:@[^/@]+\/)?[^/@]+(?:@[^/]+)?)/.exec(target?.slice(4) ?? "")?.slice(1) ?? [];
    return target?.startsWith("npm:") && spec !== undefined ? [spec] : undefined;
  }
  return undefined;
}

/**
 * Packages run from npm: npx, npm exec, pnpm dlx, pnpx, yarn dlx, bunx, deno run npm:…, and files inside node_modules.
 * Another registry means another package under the same name, so such a launch is left to `command:`.
 */
export function recogniseNpm(line: CommandLine): Recognition {
  const args = runnerArgs(line);
  if (args === undefined) return installedPackage(line);
  const flags = readFlags(args, VALUED);
  const registry = flagValues(flags, "--registry")[0];
  if (registry !== undefined && !PUBLIC_REGISTRY.test(registry)) return undefined;
  if (line.variables.some((name) => /^npm_config_(?:.*:)?registry$/i.test(name))) return undefined;
  const packages = flagValues(flags, "-p", "--package").filter((spec) => spec !== "");
  const call = flagValues(flags, "-c", "--call")[0];
  const words = call === undefined ? args.slice(flags.rest) : onlyCommand(call);
  if (words === undefined) return { inner: ["sh", "-c", call ?? ""], wrapper: `${line.program} -c` };
  const [command, ...more] = words;
  if (packages.length === 0) {
    if (command === undefined || call !== undefined) return undefined;
    // `npx tsx server.ts` runs the script, whoever runs it
    const program = parseNpmSpec(command)?.name ?? "";
    return more.length > 0 && isGeneralProgram(program)
      ? { inner: [program, ...more], wrapper: line.program }
      : fromSpec(command);
  }
  if (command !== undefined && isGeneralProgram(command))
    return { inner: [command, ...more], wrapper: `${line.program} -p` };
  // Of several packages any may bring the program, so none of them is the server's identity.
  return packages.length === 1 ? fromSpec(packages[0] ?? "") : undefined;
}

function onlyCommand(script: string): readonly string[] | undefined {
  const { commands, complex } = splitScript(script);
  return commands.length === 1 && !complex ? commands[0] : undefined;
}

/** `node …/node_modules/@scope/name/dist/index.js`: the innermost package, whose version the path does not tell. */
function installedPackage(line: CommandLine): Recognition {
  const script = line.program === "node" ? line.args[nodeScript(line.args)] : line.path;
  const inside = script?.replaceAll("\\", "/").split("/node_modules/").at(-1);
  if (script === undefined || inside === undefined || !/(?:^|[\\/])node_modules[\\/]/.test(script))
    return undefined;
  const [first = "", second = ""] = inside.replace(/^node_modules\//, "").split("/");
  if (first === ".bin" || first.startsWith(".")) return undefined;
  return fromSpec(first.startsWith("@") ? `${first}/${second}` : first);
}
