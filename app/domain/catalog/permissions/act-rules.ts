import { type InferenceRule, isReading, leads, opens, some, type ToolWords, takes } from "./tool-words.ts";
import { PROGRAMS, RUNS, VERBS } from "./verb-words.ts";

/** `{ command, parameters: { … } }` chooses one of a server's own actions. */
const hasParametersOf = ({ parameters }: ToolWords) =>
  parameters.some(({ plain, isObject }) => isObject && /^(?:parameters|params|arguments)$/.test(plain));

/** What a tool does: reads, changes, destroys, or runs what it is given. */
export const ACT_RULES: readonly InferenceRule[] = [
  {
    id: "name-reads",
    class: "read",
    says: "its name leads with get, list, read, search or the like",
    holds: isReading,
  },
  {
    id: "text-reads",
    class: "read",
    says: "its description begins with such a word",
    holds: (tool) => opens(tool, VERBS.read),
  },
  {
    id: "name-writes",
    class: "write",
    says: "its name leads with create, update, write, set or the like",
    holds: (tool) => leads(tool, VERBS.write),
  },
  {
    id: "text-writes",
    class: "write",
    says: "its description begins with such a word",
    holds: (tool) => opens(tool, VERBS.write),
  },
  {
    id: "takes-place-to-write",
    class: "write",
    says: "it takes a place to write to: a parameter called output path, save path or the like, or downloads to a local path",
    holds: (tool) =>
      takes(
        tool,
        /^(?:output|save|download)(?:file|dir|directory|folder|path|filename|filepath)$|^saveto$/,
      ) ||
      (tool.name.includes("download") &&
        takes(tool, /^(?:local|target|destination)(?:file|dir|folder|path)$/)),
  },
  {
    id: "name-destroys",
    class: "destructive",
    says: "its name leads with delete, remove, drop, clear, revoke or the like",
    holds: (tool) => leads(tool, VERBS.destructive),
  },
  {
    id: "text-destroys",
    class: "destructive",
    says: "its description begins with such a word, or says that something is overwritten or permanently deleted",
    holds: (tool) =>
      opens(tool, VERBS.destructive) ||
      (!isReading(tool) &&
        /\b(?:overwrites?|permanently (?:delete|remove)s?|irreversibl[ey])\b/.test(tool.description)),
  },
  {
    id: "name-executes",
    class: "execute",
    says: "its name leads with execute, eval, shell or the like, or with run, rerun or trigger and a kind of program",
    holds: (tool) => leads(tool, VERBS.execute) || (some(tool.verbs, RUNS) && some(tool.name, PROGRAMS)),
  },
  {
    id: "text-executes",
    class: "execute",
    says: "its description begins with execute, evaluate or run and names code, a command, a script or SQL, or with send, start or the like and names a terminal process, session or window",
    holds: ({ opening }) =>
      (/^(?:executes?|evaluates?|runs?|executing|running)$/.test(opening[0] ?? "") &&
        opening.some((word) =>
          /^(?:code|commands?|scripts?|sql|javascript|python|shell|bash|snippets?)$/.test(word),
        )) ||
      (/^(?:sends?|types?|starts?|opens?|interacts?)$/.test(opening[0] ?? "") &&
        /\b(?:terminal|shell|repl) (?:process|session|window)\b/.test(opening.join(" "))),
  },
  {
    id: "takes-program",
    class: "execute",
    says: "it takes a parameter called command, script, sql or the like, which is neither a choice nor the name of an action with parameters of its own",
    holds: (tool) =>
      takes(
        tool,
        /^(?:command|cmd|commandline|shellcommand|script|sql|sqlquery|javascript|pythoncode|sourcecode)$/,
        ({ plain, isChoice }) => !(isChoice || (plain === "command" && hasParametersOf(tool))),
      ) && !tool.verbs.has("explain"),
  },
];
