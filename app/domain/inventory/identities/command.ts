import { CUT } from "../scan-inputs.ts";
import { flagValues, nodeScript, readFlags } from "./flags.ts";
import { boundedIdentity, type CommandLine, isExactVersion, type LaunchIdentity } from "./identity.ts";

const INTERPRETER =
  /^(?:node|nodejs|deno|bun|tsx|ts-node|python|pypy|ruby|perl|php|java|dotnet|lua|rscript|osascript|go|cargo|swift|julia|mcp|fastmcp|sh|bash|zsh|pwsh|powershell)$/;

/** `python3.12` and `python3` are one interpreter. */
function normalised(program: string): string {
  if (program === "py") return "python";
  return program.replace(/^(python|pypy|node|ruby|php|lua)[\d.]+w?$/, "$1");
}

const BUILD_FOLDER =
  /^(?:build|dist|out|lib|src|bin|target|release|debug|app|server|packages|cmd|\.venv|venv)$/i;

/** The file and the folder that names its project: enough to tell scripts apart, the same on every person's machine. */
function shortPath(path: string): string {
  const parts = path
    .replaceAll("\\", "/")
    .replace(/\$\{(?:\/|pathSeparator)\}/g, "/")
    .replace(/\$\{[^{}]*\}|\$[A-Z_]+|%[A-Z_]+%/g, "")
    .split("/")
    .filter(
      (part) => part !== "" && part !== "." && part !== ".." && part !== "~" && !/^[A-Za-z]:$/.test(part),
    );
  let start = parts.length - 2;
  while (start > 0 && start > parts.length - 4 && BUILD_FOLDER.test(parts[start] ?? "")) start -= 1;
  return parts.slice(Math.max(start, 0)).join("/");
}

function isPath(word: string): boolean {
  return (
    /[\\/]/.test(word) || /\.(?:[cm]?[jt]sx?|py|rb|pl|php|jar|dll|csproj|go|sh|ps1|lua|jl|swift)$/i.test(word)
  );
}

/** Words that say which server of a program is meant: its subcommands, up to the first flag. */
function subcommands(args: readonly string[]): string[] {
  const words: string[] = [];
  for (const word of args) {
    if (words.length === 3 || !/^[a-z][a-z0-9-]{0,31}$/.test(word)) break;
    words.push(word);
  }
  return words;
}

/** The archive after `-jar`, or the class after the options. */
function mainClass(args: readonly string[]): string {
  const jar = args.indexOf("-jar");
  if (jar >= 0) return `-jar ${shortPath(args[jar + 1] ?? "")}`;
  const { rest } = readFlags(args, new Set(["-cp", "-classpath", "--class-path", "-p", "--module-path"]));
  return args[rest] ?? "";
}

/** A script named relative to the folder the server is started in belongs to that folder. */
function inFolder(script: string, cwd: string | undefined): string {
  return cwd === undefined || /^(?:[~\\/$%]|[A-Za-z]:)/.test(script) ? script : `${cwd}/${script}`;
}

function interpreted(program: string, { args, cwd }: CommandLine): string {
  if (program === "java") return `java ${mainClass(args)}`;
  const module = args.indexOf("-m");
  if (module >= 0) return `${program} ${args[module]} ${shortPath(args[module + 1] ?? "")}`;
  const start = /^(?:node|nodejs|tsx|ts-node)$/.test(program) ? nodeScript(args) : 0;
  const script = args.findIndex((word, index) => index >= start && isPath(word) && !word.startsWith("-"));
  const inline = args.findIndex((word) => /^(?:-[a-z]{0,3}c|-e|--eval|-command|-p)$/i.test(word));
  if (inline >= 0 && (script < 0 || inline < script))
    return [program, args[inline], ...args.slice(inline + 1)].join(" ");
  if (script >= 0)
    return [program, ...subcommands(args), shortPath(inFolder(args[script] ?? "", cwd))].join(" ");
  return [program, ...subcommands(args)].join(" ");
}

/** `dnx Package@1.0`: a tool from NuGet, which has no identity scheme of its own. */
function nuget({ args }: CommandLine): Omit<LaunchIdentity, "wrappers"> | undefined {
  const [name = "", version = ""] = (args.find((word) => !word.startsWith("-")) ?? "").split("@");
  if (!/^[A-Za-z][\w.-]{1,127}$/.test(name)) return undefined;
  const release = isExactVersion(version) ? version : null;
  return {
    identity: `command:dnx ${name.toLowerCase()}`,
    kind: "command",
    release,
    pinned: release !== null,
  };
}

/** `go run github.com/owner/module/cmd@v1.0.0`: the whole module path, since its host says whose it is. */
function goModule({ args }: CommandLine): Omit<LaunchIdentity, "wrappers"> | undefined {
  if (args[0] !== "run") return undefined;
  const module = args
    .slice(1)
    .find((word) => /^[a-z0-9-]+(?:\.[a-z0-9-]+)+\/[\w./~-]+(?:@[\w.+-]+)?$/i.test(word));
  if (module === undefined) return undefined;
  const [path = "", version = ""] = module.split("@");
  const release = isExactVersion(version) ? version : null;
  return {
    identity: `command:go run ${path}`,
    kind: "command",
    release,
    pinned: release !== null,
  };
}

/** `deno run jsr:@scope/name@1.0.0/file`: a package of JSR, which has no identity scheme of its own. */
function jsr({ args }: CommandLine): Omit<LaunchIdentity, "wrappers"> | undefined {
  const target = args[0] === "run" ? args.slice(1).find((word) => !word.startsWith("-")) : undefined;
  const [, name, version = ""] = /^jsr:\/?(@[\w-]+\/[\w.-]+)(?:@([^/]+))?/.exec(target ?? "") ?? [];
  if (name === undefined) return undefined;
  const release = isExactVersion(version) ? version : null;
  return {
    identity: `command:deno run jsr:${name.toLowerCase()}`,
    kind: "command",
    release,
    pinned: release !== null,
  };
}

/** `nix run github:owner/repo#server`: what is built and run. */
function nixRun({ args }: CommandLine): string | undefined {
  const { rest } = readFlags(args, new Set(["--extra-experimental-features", "--experimental-features"]));
  const tail = args[rest] === "run" ? args.slice(rest + 1) : [];
  const what = tail[readFlags(tail, new Set(["--inputs-from", "--option"])).rest];
  return what === undefined ? undefined : `nix run ${/^[~./\\]/.test(what) ? shortPath(what) : what}`;
}

/** What a package runner was given when its package could not be told: an address, a folder, another registry. */
function runner(program: string, args: readonly string[]): string {
  const words = args.filter((word) => !word.startsWith("-") && !/^(?:run|dlx|exec|x|tool)$/.test(word));
  const shown = words.slice(0, /^https?:\/\//i.test(words[0] ?? "") ? 2 : 1);
  return [
    program,
    ...shown.map((word) => (/^[~./\\]|^[A-Za-z]:[\\/]/.test(word) ? shortPath(word) : word)),
  ].join(" ");
}

/** `npx @smithery/cli run name` starts a server of that host, and each name is another server. */
function hosted({ args }: CommandLine): string | undefined {
  const at = args.findIndex((word) => /^@smithery\/cli(?:@|$)/.test(word));
  return at >= 0 && args[at + 1] === "run" ? `smithery run ${args[at + 2] ?? ""}` : undefined;
}

const FOLDER_FLAGS = ["--prefix", "-C", "--dir", "--directory", "--cwd"];

/** `npm run start` means something in one folder only: the one it is started in, or the one a flag names. */
function inItsFolder({ program, args, cwd }: CommandLine): string | undefined {
  if (!/^(?:npm|pnpm|yarn|make|just|task|rake)$/.test(program)) return undefined;
  const flags = readFlags(args, new Set(FOLDER_FLAGS));
  const folder = flagValues(flags, ...FOLDER_FLAGS).at(-1) ?? cwd;
  if (folder === undefined) return undefined;
  return `${[program, ...subcommands(args.slice(flags.rest))].join(" ")} in ${shortPath(`${folder}/_`).slice(0, -2)}`;
}

const COMPOSE_VALUED = new Set(
  "-f --file -p --project-name --profile --env-file --project-directory --ansi --progress".split(" "),
);
const COMPOSE_RUN_VALUED = new Set(
  "-e --env -u --user -w --workdir -v --volume -p --publish -l --label --name --entrypoint --index --pull".split(
    " ",
  ),
);

/** `docker compose run --rm server`: the service is the server. */
function composeRun(program: string, args: readonly string[]): string | undefined {
  const { rest } = readFlags(args, COMPOSE_VALUED);
  const verb = args[rest] ?? "";
  if (verb !== "run" && verb !== "exec") return undefined;
  const tail = args.slice(rest + 1);
  return `${program} compose ${verb} ${tail[readFlags(tail, COMPOSE_RUN_VALUED).rest] ?? ""}`;
}

/** `docker exec -i box server`: the container is the server. */
function containerExec({ program, args }: CommandLine): string | undefined {
  if (program === "docker-compose") return composeRun("docker", args);
  if (!/^(?:docker|podman|nerdctl)$/.test(program)) return undefined;
  if (args[0] === "compose") return composeRun(program, args.slice(1));
  if (args[0] !== "exec") return undefined;
  const { rest } = readFlags(
    args.slice(1),
    new Set(["-e", "--env", "-u", "--user", "-w", "--workdir", "--env-file"]),
  );
  return `${program} exec ${args[rest + 1] ?? ""}`;
}

/**
 * `command:` and a stable description of everything no other recogniser knows: the program's base name; for interpreters
 * the last folders and the name of the script; for package runners what they were given; else the subcommands.
 */
export function commandIdentity(line: CommandLine): Omit<LaunchIdentity, "wrappers"> {
  const program = normalised(line.program);
  const fetched: Readonly<Record<string, typeof nuget>> = {
    dnx: nuget,
    go: goModule,
    deno: jsr,
  };
  const tool = Object.hasOwn(fetched, program) ? fetched[program]?.(line) : undefined;
  if (tool !== undefined) return tool;
  let text = [program, ...subcommands(line.args)].join(" ");
  if (INTERPRETER.test(program)) text = interpreted(program, line);
  else if (/^(?:npx|pnpx|bunx|uvx|uv|pipx)$/.test(program)) text = runner(program, line.args);
  else if (program === "nix") text = nixRun(line) ?? text;
  text = containerExec(line) ?? hosted(line) ?? inItsFolder(line) ?? text;
  const words = text.trim();
  const identity = boundedIdentity(`command:${words === "" ? CUT : words}`);
  return { identity, kind: "command", release: null, pinned: false };
}
