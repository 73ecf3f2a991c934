import { type LaunchFinding, type SeenEntry, unwrapped, wordsAsWritten } from "./finding.ts";
import { scriptParts } from "./script-parts.ts";

/** A download whose output is given to an interpreter: `curl … | sh`, `bash <(curl …)`, `iex (iwr …)`. */
const FETCH = "(?:curl|wget|fetch|http|iwr|irm|invoke-webrequest|invoke-restmethod)";
const INTERPRETER = String.raw`(?:(?:ba|z|da|a|k|fi)?sh|python[\d.]*|node|perl|ruby|php|deno|bun|iex|invoke-expression|pwsh|powershell)`;
const FETCHES = new RegExp(String.raw`\b${FETCH}\b`, "i");
const INTERPRETS = new RegExp(
  String.raw`^\s*(?:sudo\s+(?:-\w+\s+)*|env\s+)?(?:[\w./~-]{0,100}/)?${INTERPRETER}\b`,
  "i",
);
const STARTS_A_FILE = /^\s*(?:sudo\s+)?(?:(?:ba|z|da)?sh\s+|\.\/)\S/i;
const SUBSTITUTED = new RegExp(
  String.raw`(?:<\(|\$\(|${"`"}|\b(?:iex|invoke-expression|eval)\b[\s"'(]{1,8})\s*(?:\(?new-object [\w.]{1,40}\)?\.downloadstring|${FETCH}\b)`,
  "i",
);

/** What is fetched goes to an interpreter, at once or through one program, or is saved and then started. */
function fetchesAndRuns(script: string): boolean {
  if (!FETCHES.test(script)) return false;
  const parts = scriptParts(script);
  return parts.some(({ text, end }, index) => {
    if (end === "" || end === "\n" || end === "&" || !FETCHES.test(text)) return false;
    const next = parts[index + 1];
    const afterNext = parts[index + 2];
    if (end === "|")
      return (
        INTERPRETS.test(next?.text ?? "") || (next?.end === "|" && INTERPRETS.test(afterNext?.text ?? ""))
      );
    const isMadeRunnable = /^\s*chmod\s/i.test(next?.text ?? "") && /^(?:&&|;)$/.test(next?.end ?? "");
    return STARTS_A_FILE.test((isMadeRunnable ? afterNext : next)?.text ?? "");
  });
}

/** A word that carries a script, or the whole line where a client keeps the words apart (`sh -c curl … | sh`). */
export function downloadsAndRuns({ launch }: SeenEntry): LaunchFinding[] {
  const words = wordsAsWritten(launch);
  const runs = (text: string) => SUBSTITUTED.test(text) || fetchesAndRuns(text);
  const one = words.find(({ word }) => /\s/.test(word) && runs(word));
  const whole = one ?? (runs(words.map(({ word }) => word).join(" ")) ? { where: "args" } : undefined);
  if (whole === undefined) return [];
  return [
    {
      rule: "download-and-run",
      severity: "critical",
      where: whole.where,
      sentence: "Each start runs whatever an address answers at that moment, without anybody having seen it.",
      remedy:
        "Install the program once from its publisher at an exact version, look at it, and name the installed file.",
    },
  ];
}

export function shellWrapper(entry: SeenEntry): LaunchFinding[] {
  const { line, wrappers } = unwrapped(entry);
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
