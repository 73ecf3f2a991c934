import { flagValues, readFlags } from "./flags.ts";
import { type CommandLine, isExactVersion, isGeneralProgram, type Recognition } from "./identity.ts";

const VALUED = new Set(
  (
    "--from --with -w --with-requirements --with-editable --python -p --index --index-url -i --default-index " +
    "--extra-index-url --find-links -f --directory --project --env-file -c --constraints --overrides --cache-dir " +
    "--config-file --refresh-package --upgrade-package -P --reinstall-package --index-strategy --keyring-provider " +
    "--resolution --prerelease --exclude-newer --link-mode --python-platform --extra --group --only-group --no-extra " +
    "--package --spec --pip-args --suffix --color --allow-insecure-host --fork-strategy"
  ).split(" "),
);
const OTHER_INDEX = [
  "--index",
  "--index-url",
  "-i",
  "--default-index",
  "--extra-index-url",
  "--find-links",
  "-f",
];
const INDEX_VARIABLE =
  /^(?:UV_(?:INDEX|INDEX_URL|DEFAULT_INDEX|EXTRA_INDEX_URL|FIND_LINKS)|PIP_(?:INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS))$/i;

/** The normalised name of PEP 503: lower case, runs of `-`, `_`, `.` become one hyphen. */
export function normalisePypiName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** `name[extra]==version`, `name@version` or a range, or undefined for folders, archives and git addresses. */
export function parsePypiSpec(spec: string): { name: string; version: string | null } | undefined {
  const match =
    /^([A-Za-z0-9](?:[\w.-]{0,126}[A-Za-z0-9])?)\s*(?:\[[\w\s,.-]*\])?\s*(?:(===?|@|[<>~!]=?)\s*([^/:]*))?$/.exec(
      spec.trim(),
    );
  const [, name, operator, version = ""] = match ?? [];
  if (name === undefined) return undefined;
  const exact = (operator === "==" || operator === "===" || operator === "@") && isVersion(version);
  return { name: normalisePypiName(name), version: exact ? version.trim() : null };
}

function isVersion(text: string): boolean {
  return (
    isExactVersion(text.trim()) || /^\d+(?:\.\d+)*(?:(?:a|b|rc)\d+)?(?:\.(?:post|dev)\d+)?$/.test(text.trim())
  );
}

function fromSpec(spec: string): Recognition {
  const parsed = parsePypiSpec(spec);
  if (parsed === undefined) return undefined;
  const { name, version } = parsed;
  return { found: { identity: `pypi:${name}`, kind: "pypi", release: version, pinned: version !== null } };
}

function changesIndex(line: CommandLine, flags: ReturnType<typeof readFlags>): boolean {
  return (
    flagValues(flags, ...OTHER_INDEX).length > 0 || line.variables.some((name) => INDEX_VARIABLE.test(name))
  );
}

function tool(line: CommandLine, args: readonly string[]): Recognition {
  const flags = readFlags(args, VALUED);
  if (changesIndex(line, flags)) return undefined;
  const source = flagValues(flags, "--from", "--spec").at(-1);
  const command = args[flags.rest];
  if (source !== undefined && command !== undefined && isGeneralProgram(command))
    return { inner: args.slice(flags.rest), wrapper: `${line.program} --from` };
  const spec = source ?? command;
  return spec === undefined ? undefined : fromSpec(spec);
}

/** `uv run --with pkg pkg` runs that package; `uv run --with mcp mcp run server.py` runs a script beside it. */
function uvRun(line: CommandLine, args: readonly string[]): Recognition {
  const flags = readFlags(args, VALUED);
  const inner = args.slice(flags.rest);
  const program = inner[0];
  if (program === undefined) return undefined;
  const wanted = flagValues(flags, "--with", "-w").find(
    (spec) => parsePypiSpec(spec)?.name === normalisePypiName(program),
  );
  const runner = /^(?:mcp|fastmcp)$/.test(program) && /^(?:run|dev)$/.test(inner[1] ?? "");
  if (wanted !== undefined && !runner && !changesIndex(line, flags)) return fromSpec(wanted);
  const folder = flagValues(flags, "--directory", "--project").at(-1);
  const script = inner.findIndex((word) => /\.py\b/.test(word));
  const relative = script >= 0 && folder !== undefined && !/^(?:~|\/|[A-Za-z]:)/.test(inner[script] ?? "");
  const words = relative ? inner.with(script, `${folder}/${inner[script]}`) : [...inner];
  if (script < 0 && folder !== undefined && words.length > 0 && !words.includes("-m"))
    return { inner: [words[0] ?? "", folder], wrapper: "uv run" };
  return { inner: /\.py\b/.test(words[0] ?? "") ? ["python", ...words] : words, wrapper: "uv run" };
}

/** Tools from PyPI: uvx, uv tool run, uv run --with, pipx run. Another index is left to `command:`. */
export function recognisePypi(line: CommandLine): Recognition {
  const { program, args } = line;
  if (program === "uvx") return tool(line, args);
  const global = readFlags(args, VALUED);
  const verb = args[global.rest];
  const tail = args.slice(global.rest + 1);
  if (program === "pipx" && verb === "run") return tool(line, tail);
  if (program !== "uv") return undefined;
  if (verb === "tool" && tail[0] === "run") return tool(line, tail.slice(1));
  if (verb === "x") return tool(line, tail);
  return verb === "run" ? uvRun(line, [...args.slice(0, global.rest), ...tail]) : undefined;
}
