import { readFlags } from "./flags.ts";
import type { CommandLine, Recognition } from "./identity.ts";
import { splitScript } from "./shell-words.ts";

const SHELLS = new Set(["sh", "bash", "zsh", "dash", "ash", "ksh", "fish"]);
const POWERSHELLS = new Set(["powershell", "pwsh"]);
/** Commands that prepare the ground for the one that matters. */
const PREPARATION = new Set([
  "cd",
  "pushd",
  "export",
  "set",
  "source",
  ".",
  "umask",
  "ulimit",
  "nvm",
  "unset",
  "shopt",
  "true",
]);

/** Programs that start the command behind them: their flags with a value, and how many words of their own follow. */
const PREFIXES: Readonly<Record<string, { valued: string; own?: number }>> = {
  sudo: { valued: "-u --user -g --group -h --host -p --prompt -C -r -t -D --chdir" },
  doas: { valued: "-u -C" },
  nice: { valued: "-n --adjustment" },
  ionice: { valued: "-c --class -n --classdata" },
  nohup: { valued: "" },
  setsid: { valued: "" },
  time: { valued: "-f -o" },
  timeout: { valued: "-s --signal -k --kill-after", own: 1 },
  stdbuf: { valued: "-i -o -e" },
  caffeinate: { valued: "-t -w" },
  arch: { valued: "" },
  "xvfb-run": { valued: "-n -s -e -f -p -w" },
  exec: { valued: "-a" },
  command: { valued: "" },
  builtin: { valued: "" },
  start: { valued: "/d" },
  call: { valued: "" },
  dotenv: { valued: "-e -f -v -p -c --env-file" },
  "dotenv-cli": { valued: "-e -v -p -c" },
  "env-cmd": { valued: "-f --file -e --environments -r --rc-file" },
  "cross-env": { valued: "" },
  envchain: { valued: "", own: 1 },
  wsl: { valued: "-d --distribution -u --user --cd" },
  rosetta: { valued: "" },
};

/** Programs with a subcommand that starts the command behind it. */
const SUBCOMMANDS: Readonly<Record<string, { verb: RegExp; valued: string; own?: number }>> = {
  op: { verb: /^run$/, valued: "--env-file --account --config --session --environment" },
  doppler: {
    verb: /^run$/,
    valued: "-p --project -c --config -t --token --scope --mount --fallback --name-transformer --command",
  },
  infisical: { verb: /^run$/, valued: "--env --path --projectId --token --domain -c --command --tags" },
  dotenvx: { verb: /^run$/, valued: "-f --env-file -fv --env-vault-file -fk -e --env" },
  "aws-vault": { verb: /^exec$/, valued: "-d --duration --region -t --mfa-token --backend", own: 1 },
  chamber: { verb: /^exec$/, valued: "-b --backend -r --retries", own: 1 },
  mise: { verb: /^(?:exec|x)$/, valued: "-C --cd -j --jobs" },
  rtx: { verb: /^(?:exec|x)$/, valued: "-C --cd" },
  asdf: { verb: /^exec$/, valued: "" },
  volta: { verb: /^run$/, valued: "--node --npm --yarn" },
  fnm: { verb: /^exec$/, valued: "--using" },
  direnv: { verb: /^exec$/, valued: "", own: 1 },
  pnpm: { verb: /^exec$/, valued: "-C --dir --filter" },
  yarn: { verb: /^exec$/, valued: "" },
  poetry: { verb: /^run$/, valued: "-C --directory -P --project" },
  pipenv: { verb: /^run$/, valued: "" },
  pdm: { verb: /^run$/, valued: "-p --project" },
  rye: { verb: /^run$/, valued: "--pyproject" },
  hatch: { verb: /^run$/, valued: "" },
  pixi: { verb: /^run$/, valued: "-e --environment --manifest-path" },
  conda: { verb: /^run$/, valued: "-n --name -p --prefix --cwd" },
  mamba: { verb: /^run$/, valued: "-n --name -p --prefix" },
  micromamba: { verb: /^run$/, valued: "-n --name -p --prefix" },
};

function flags(text: string): Set<string> {
  return new Set(text.split(" ").filter((flag) => flag !== ""));
}

/** Leading `NAME=value` words, which `env`, shells and `cross-env` take before a command. */
export function afterAssignments(words: readonly string[]): readonly string[] {
  const start = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  return start < 0 ? [] : words.slice(start);
}

/** What is thrown away changes nothing about what runs. */
const DISCARD = /\d?>{1,2}[ \t]{0,4}(?:\/dev\/null|&\d)/g;

function script(text: string, wrapper: string): Recognition {
  const { commands, complex } = splitScript(text.replace(DISCARD, " "));
  const worth = commands
    .map(afterAssignments)
    .filter((words) => words.length > 0 && !PREPARATION.has(words[0] ?? ""));
  const [only, ...others] = worth;
  return only === undefined || others.length > 0 || complex ? undefined : { inner: only, wrapper };
}

function shell({ program, args }: CommandLine): Recognition {
  const at = args.findIndex((word) => /^-[a-z]*c[a-z]*$/.test(word));
  if (at < 0) return undefined;
  const text = args.slice(at + 1).find((word) => !word.startsWith("-"));
  return text === undefined ? undefined : script(text, `${program} ${args[at]}`);
}

/** The interpreter of Windows: `cmd /c npx …`, in one word or several. */
function cmd({ args }: CommandLine): Recognition {
  const at = args.findIndex((word) => /^\/[ck]$/i.test(word));
  if (at < 0) return undefined;
  const words = args.slice(at + 1);
  const inner =
    words.length === 1 ? splitScript((words[0] ?? "").replaceAll("\\", "\\\\")).commands : [words];
  const [only, ...others] = inner;
  return only === undefined || others.length > 0 || only.some((word) => /^[&|]+$/.test(word))
    ? undefined
    : { inner: only, wrapper: "cmd /c" };
}

function powershell({ program, args }: CommandLine): Recognition {
  const at = args.findIndex((word) => /^-(?:c|command)$/i.test(word));
  if (at < 0) return undefined;
  const words = args.slice(at + 1);
  const text = words.length === 1 ? (words[0] ?? "") : words.join(" ");
  return script(text.replace(/^&\s*/, "").replaceAll("\\", "\\\\"), `${program} -Command`);
}

function env({ args }: CommandLine): Recognition {
  const split = args.findIndex((word) => word === "-S" || word === "--split-string");
  if (split >= 0) return script(args.slice(split + 1).join(" "), "env -S");
  const { rest } = readFlags(args, flags("-u --unset -C --chdir"));
  const inner = afterAssignments(args.slice(rest));
  return inner.length === 0 ? undefined : { inner, wrapper: "env" };
}

/** `nix shell nixpkgs#nodejs -c npx …` and `nix-shell -p nodejs --run "npx …"`: a place in which a command is started. */
function nix({ program, args }: CommandLine): Recognition {
  const at = args.findIndex((word) => /^(?:-c|--command|--run)$/.test(word));
  if (at < 0) return undefined;
  const words = args.slice(at + 1);
  if (program === "nix-shell") return script(words[0] ?? "", program);
  const verb = args.find((word) => /^(?:shell|develop)$/.test(word));
  return verb === undefined || words.length === 0
    ? undefined
    : { inner: words, wrapper: `${program} ${verb}` };
}

/** Looks one layer through a program that only starts another one, or returns nothing when it does not know it. */
export function recogniseWrapper(line: CommandLine): Recognition {
  const { program, args } = line;
  if (SHELLS.has(program)) return shell(line);
  if (POWERSHELLS.has(program)) return powershell(line);
  if (program === "cmd") return cmd(line);
  if (program === "env") return env(line);
  if (program === "nix" || program === "nix-shell") return nix(line);
  const prefix = Object.hasOwn(PREFIXES, program) ? PREFIXES[program] : undefined;
  if (prefix !== undefined) {
    const { rest } = readFlags(args, flags(prefix.valued));
    const inner = afterAssignments(args.slice(rest + (prefix.own ?? 0)));
    const start = inner[0] === "--" ? inner.slice(1) : inner;
    return start.length === 0 ? undefined : { inner: start, wrapper: program };
  }
  const known = Object.hasOwn(SUBCOMMANDS, program) ? SUBCOMMANDS[program] : undefined;
  if (known === undefined || !known.verb.test(args[0] ?? "")) return undefined;
  const tail = args.slice(1);
  const dash = tail.indexOf("--");
  const { rest } = readFlags(tail, flags(known.valued));
  const inner = dash >= 0 ? tail.slice(dash + 1) : tail.slice(rest + (known.own ?? 0));
  return inner.length === 0 ? undefined : { inner, wrapper: `${program} ${args[0]}` };
}
