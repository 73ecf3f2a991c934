import { type InferenceRule, isReading, leads, opens, some, takes } from "./tool-words.ts";
import { PROGRAMS, VERBS } from "./verb-words.ts";

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
    says: "its name leads with execute, eval, shell or the like, or with run and a kind of program",
    holds: (tool) => leads(tool, VERBS.execute) || (tool.verbs.has("run") && some(tool.name, PROGRAMS)),
  },
  {
    id: "text-executes",
    class: "execute",
    says: "its description begins with execute, evaluate or run and names code, a command, a script or SQL",
    holds: ({ opening }) =>
      /^(?:executes?|evaluates?|runs?|executing|running)$/.test(opening[0] ?? "") &&
      opening.some((word) =>
        /^(?:code|commands?|scripts?|sql|javascript|python|shell|bash|snippets?)$/.test(word),
      ),
  },
  {
    id: "takes-program",
    class: "execute",
    says: "it takes a parameter called command, script, sql or the like",
    holds: (tool) =>
      takes(
        tool,
        /^(?:command|cmd|commandline|shellcommand|script|sql|sqlquery|javascript|pythoncode|sourcecode)$/,
      ) && !tool.verbs.has("explain"),
  },
];
