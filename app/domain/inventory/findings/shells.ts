import { type LaunchFinding, type SeenEntry, unwrapped, wordsAsWritten } from "./finding.ts";

/** A download whose output is given to an interpreter: `curl … | sh`, `bash <(curl …)`, `iex (iwr …)`. */
const FETCH = "(?:curl|wget|fetch|http|iwr|irm|invoke-webrequest|invoke-restmethod)";
const INTERPRETER = String.raw`(?:(?:ba|z|da|a|k|fi)?sh|python[\d.]*|node|perl|ruby|php|deno|bun|iex|invoke-expression|pwsh|powershell)`;
const PIPED = new RegExp(
  String.raw`\b${FETCH}\b[^|;&\n]{0,2000}\|(?:[^|;&\n]{0,200}\|)?\s*(?:sudo\s+(?:-\w+\s+)*|env\s+)?(?:[\w./~-]{0,100}/)?${INTERPRETER}\b`,
  "i",
);
const SUBSTITUTED = new RegExp(
  String.raw`(?:<\(|\$\(|${"`"}|\b(?:iex|invoke-expression|eval)\b[\s"'(]{1,8})\s*(?:\(?new-object [\w.]{1,40}\)?\.downloadstring|${FETCH}\b)`,
  "i",
);
const SAVED = new RegExp(
  String.raw`\b${FETCH}\b[^|;&\n]{0,2000}(?:&&|;)\s*(?:chmod\s+[^;&\n]{1,200}(?:&&|;)\s*)?(?:sudo\s+)?(?:(?:ba|z|da)?sh\s+|\./)\S`,
  "i",
);

/** A word that carries a script, or the whole line where a client keeps the words apart (`sh -c curl … | sh`). */
export function downloadsAndRuns({ launch }: SeenEntry): LaunchFinding[] {
  const words = wordsAsWritten(launch);
  const runs = (text: string) => PIPED.test(text) || SUBSTITUTED.test(text) || SAVED.test(text);
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
