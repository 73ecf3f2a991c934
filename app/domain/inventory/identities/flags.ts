export interface FlagReading {
  /** Values by flag, in order of appearance. */
  values: Map<string, string[]>;
  /** The index of the first word that is no flag, or the length when there is none. */
  rest: number;
}

/** Reads flags up to the first other word. `valued` are the flags that take the next word as their value. */
export function readFlags(args: readonly string[], valued: ReadonlySet<string>): FlagReading {
  const values = new Map<string, string[]>();
  const add = (flag: string, value: string) => {
    const given = values.get(flag);
    if (given === undefined) values.set(flag, [value]);
    else given.push(value);
  };
  let index = 0;
  while (index < args.length) {
    const word = args[index] ?? "";
    if (word === "--") return { values, rest: index + 1 };
    if (!word.startsWith("-") || word === "-") break;
    const equals = word.indexOf("=");
    if (equals > 0) add(word.slice(0, equals), word.slice(equals + 1));
    else if (valued.has(word)) {
      index += 1;
      add(word, args[index] ?? "");
    } else add(word, "");
    index += 1;
  }
  return { values, rest: Math.min(index, args.length) };
}

/** The values of any of these flags, in the order of the flags given. */
export function flagValues(reading: FlagReading, ...flags: string[]): string[] {
  return flags.flatMap((flag) => reading.values.get(flag) ?? []);
}

const NODE_VALUED = new Set(
  "-r --require --import --loader --experimental-loader -C --conditions --env-file --env-file-if-exists --title".split(
    " ",
  ),
);

/** The index of the script that `node` and what is built on it runs, or the length when there is none. */
export function nodeScript(args: readonly string[]): number {
  return readFlags(args, NODE_VALUED).rest;
}
