import { canonicalText, compareSets, isEqual, type JsonObject, type Report, shown } from "./schema-sides.ts";

type Compare = (before: JsonObject, after: JsonObject, path: string, report: Report) => void;
type Keyword = { names: readonly string[]; compare: Compare };

const TYPES = ["array", "boolean", "integer", "null", "number", "object", "string"];

/** Every type a schema allows; without `type`, all. A number may be an integer. */
function typesOf({ type }: JsonObject): Set<string> {
  const named = Array.isArray(type) ? type : type === undefined ? TYPES : [type];
  const types = new Set(named.map(String));
  if (types.has("number")) types.add("integer");
  return types;
}

const type: Keyword = {
  names: ["type"],
  compare: (before, after, path, report) =>
    compareSets(typesOf(before), typesOf(after), (side, name) =>
      report(
        side,
        path,
        side === "wider" ? `may be ${shown(name)} now` : `may not be ${shown(name)} any more`,
      ),
    ),
};

/** The values a schema allows by name; null: it names none. */
function valuesOf(schema: JsonObject): Set<string> | null {
  if ("const" in schema) return new Set([canonicalText(schema.const)]);
  return Array.isArray(schema.enum) ? new Set(schema.enum.map(canonicalText)) : null;
}

const values: Keyword = {
  names: ["const", "enum"],
  compare: (before, after, path, report) => {
    const [old, now] = [valuesOf(before), valuesOf(after)];
    if (old === null && now === null) return;
    if (now === null) report("wider", path, "is not limited to a list of values any more");
    else if (old === null) report("narrower", path, "is limited to a list of values now");
    else {
      compareSets(old, now, (side, value) =>
        report(
          side,
          path,
          side === "wider" ? `takes ${shown(value)} too` : `does not take ${shown(value)} any more`,
        ),
      );
    }
  },
};

/** A bound: `grows` says whether a larger number lets more in. Absent: no bound. */
function bound(name: string, words: string, grows: boolean): Keyword {
  return {
    names: [name],
    compare: (before, after, path, report) => {
      const [old, now] = [before[name], after[name]];
      if (isEqual(old, now)) return;
      if (now === undefined) report("wider", path, `has no ${words} any more`);
      else if (old === undefined) report("narrower", path, `has a ${words} of ${shown(now)} now`);
      else if (typeof old !== "number" || typeof now !== "number")
        report("changed", path, `has another ${words}`);
      else report(now > old === grows ? "wider" : "narrower", path, `has a ${words} of ${now}, was ${old}`);
    },
  };
}

/** A condition that is there or not; two different ones cannot be held against each other. */
function condition(name: string, words: string): Keyword {
  return {
    names: [name],
    compare: (before, after, path, report) => {
      const [old, now] = [before[name], after[name]];
      if (isEqual(old, now)) return;
      if (now === undefined) report("wider", path, `has no ${words} any more`);
      else if (old === undefined) report("narrower", path, `has a ${words} now: ${shown(now)}`);
      else report("changed", path, `has another ${words}: ${shown(now)}, was ${shown(old)}`);
    },
  };
}

const unique: Keyword = {
  names: ["uniqueItems"],
  compare: (before, after, path, report) => {
    const [old, now] = [before.uniqueItems ?? false, after.uniqueItems ?? false];
    if (old === now) return;
    if (typeof old !== "boolean" || typeof now !== "boolean")
      report("changed", path, "differs in uniqueItems");
    else if (old) report("wider", path, "may repeat items now");
    else report("narrower", path, "may not repeat items any more");
  },
};

/** Keywords that hold no schema of their own. */
export const PLAIN_KEYWORDS: readonly Keyword[] = [
  type,
  values,
  unique,
  bound("maximum", "highest value", true),
  bound("exclusiveMaximum", "limit from above", true),
  bound("maxLength", "greatest length", true),
  bound("maxItems", "greatest number of items", true),
  bound("maxProperties", "greatest number of fields", true),
  bound("minimum", "lowest value", false),
  bound("exclusiveMinimum", "limit from below", false),
  bound("minLength", "least length", false),
  bound("minItems", "least number of items", false),
  bound("minProperties", "least number of fields", false),
  condition("pattern", "pattern"),
  condition("format", "format"),
  condition("multipleOf", "step"),
];

/** What a model reads and no validator does. */
export const WORD_KEYWORDS = ["title", "description", "examples", "$comment"] as const;
