import { PLAIN_KEYWORDS, WORD_KEYWORDS } from "./schema-keywords.ts";
import {
  canonicalText,
  compareSets,
  isEqual,
  isObject,
  type JsonObject,
  type Report,
  type SchemaLine,
  type Side,
  shown,
} from "./schema-sides.ts";

const MOST_LINES = 60;
/** Names a server's own words within a schema, so that they are not taken for keywords. */
const MAPS = ["$defs", "definitions"] as const;

/**
 * Two JSON Schemas held against each other, as readable lines. `wider`: it accepts what it did not before. A new optional
 * field counts as wider even where others were let through unnamed, since now the tool does something with it. What
 * cannot be told is `changed`; `compareSchemas(b, a)` says the same with wider and narrower turned round.
 */
export function compareSchemas(before: unknown, after: unknown): { sides: Set<Side>; lines: SchemaLine[] } {
  const sides = new Set<Side>();
  const lines: SchemaLine[] = [];
  compareAt(before, after, "", (side, path, text) => {
    sides.add(side);
    if (lines.length < MOST_LINES) lines.push({ side, text: `${path === "" ? "The whole" : path} ${text}` });
  });
  return { sides, lines };
}

function compareAt(before: unknown, after: unknown, path: string, report: Report): void {
  if (before === after) return;
  const [old, now] = [asObject(before), asObject(after)];
  if (old === null || now === null) {
    if (isEqual(before, after)) return;
    if (old === null && now === null) report("changed", path, "cannot be read");
    else if (before === false) report("wider", path, "is allowed now");
    else if (after === false) report("narrower", path, "is not allowed any more");
    else report("changed", path, "cannot be read");
    return;
  }
  if (reportMisshapen(old, now, path, report)) return;
  const left = new Set([...Object.keys(old), ...Object.keys(now)]);
  const take = (names: readonly string[]) => {
    for (const name of names) left.delete(name);
  };
  for (const { names, compare } of PLAIN_KEYWORDS) {
    compare(old, now, path, report);
    take(names);
  }
  compareFields(old, now, path, report);
  take(["properties", "required", "additionalProperties"]);
  compareAt(old.items ?? true, now.items ?? true, `${path}[]`, report);
  take(["items"]);
  for (const name of ["anyOf", "oneOf", "allOf"]) compareChoices(name, old, now, path, report);
  take(["anyOf", "oneOf", "allOf"]);
  for (const name of MAPS) compareMaps(old[name], now[name], path, report);
  take(MAPS);
  for (const name of WORD_KEYWORDS) {
    if (!isEqual(old[name], now[name])) report("words", path, `has another ${name.replace("$", "")}`);
  }
  take(WORD_KEYWORDS);
  for (const name of left) {
    if (!isEqual(own(old, name), own(now, name))) report("changed", path, `differs in ${shown(name)}`);
  }
}

const LISTS = ["required", "enum", "anyOf", "oneOf", "allOf"];
const OBJECTS = ["properties", "$defs", "definitions"];

/** True when a keyword does not hold what it must: then nothing in this place can be told, except that it is the same. */
function reportMisshapen(before: JsonObject, after: JsonObject, path: string, report: Report): boolean {
  const isOdd = (schema: JsonObject) =>
    LISTS.some((name) => schema[name] !== undefined && !Array.isArray(schema[name])) ||
    OBJECTS.some((name) => schema[name] !== undefined && !isObject(schema[name])) ||
    ("enum" in schema && "const" in schema);
  if (!isOdd(before) && !isOdd(after)) return false;
  if (!isEqual(before, after)) report("changed", path, "is written in a way that cannot be compared");
  return true;
}

/** A server may name a keyword `constructor`. */
function own(schema: JsonObject, name: string): unknown {
  return Object.hasOwn(schema, name) ? schema[name] : undefined;
}

/** A schema as its keywords; `true` and nothing at all accept everything; null for `false` and what is no schema. */
function asObject(schema: unknown): JsonObject | null {
  if (schema === true || schema === undefined) return {};
  return isObject(schema) ? schema : null;
}

function compareFields(before: JsonObject, after: JsonObject, path: string, report: Report): void {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const at = (name: string) => (path === "" ? shown(name) : `${path}.${shown(name)}`);
  for (const [name, schema] of now) {
    const former = old.get(name);
    if (!old.has(name)) report("wider", at(name), "is a new field");
    else compareAt(former, schema, at(name), report);
  }
  for (const name of old.keys()) if (!now.has(name)) report("narrower", at(name), "is not a field any more");
  compareSets(requiredOf(before), requiredOf(after), (side, name) =>
    side === "wider"
      ? report("narrower", at(name), "must be given now")
      : report("wider", at(name), "need not be given any more"),
  );
  const [open, stays] = [before.additionalProperties ?? true, after.additionalProperties ?? true];
  if (isEqual(open, stays)) return;
  if (open === false) report("wider", path, "takes fields it does not name");
  else if (stays === false) report("narrower", path, "takes no fields but those it names");
  else compareAt(open, stays, path === "" ? "*" : `${path}.*`, report);
}

function fieldsOf({ properties }: JsonObject): Map<string, unknown> {
  return new Map(isObject(properties) ? Object.entries(properties) : []);
}

function requiredOf({ required }: JsonObject): Set<string> {
  return new Set(Array.isArray(required) ? required.map(String) : []);
}

/** More choices accept more, more conditions less; one against one is looked into. */
function compareChoices(
  name: string,
  before: JsonObject,
  after: JsonObject,
  path: string,
  report: Report,
): void {
  const [old, now] = [listOf(before[name]), listOf(after[name])];
  if (old === null && now === null) return;
  const isAll = name === "allOf";
  const known = new Set((old ?? []).map(canonicalText));
  const kept = new Set((now ?? []).map(canonicalText));
  const fresh = (now ?? []).filter((schema) => !known.has(canonicalText(schema)));
  const gone = (old ?? []).filter((schema) => !kept.has(canonicalText(schema)));
  // of `oneOf` exactly one must fit: fewer choices may let more through
  const tell: Report = (side, at, text) =>
    report(name === "oneOf" && side !== "words" ? "changed" : side, at, text);
  if (now === null)
    tell("wider", path, isAll ? "has fewer conditions" : "is not limited to choices any more");
  else if (old === null) tell("narrower", path, isAll ? "has more conditions" : "is limited to choices now");
  else if (fresh.length === 1 && gone.length === 1) compareAt(gone[0], fresh[0], path, tell);
  else if (fresh.length + gone.length > 0) {
    const [more, fewer] = isAll ? (["narrower", "wider"] as const) : (["wider", "narrower"] as const);
    const what = isAll ? "conditions" : "choices";
    if (fresh.length > 0) tell(more, path, `has new ${what}: ${fresh.length}`);
    if (gone.length > 0) tell(fewer, path, `has lost ${what}: ${gone.length}`);
  } else if (old.length !== now.length) tell("changed", path, "repeats its choices otherwise");
}

function listOf(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null;
}

/** Definitions by name. One that is new or gone is used elsewhere, and what that comes to is not followed. */
function compareMaps(before: unknown, after: unknown, path: string, report: Report): void {
  const [old, now] = [new Map(Object.entries(asMap(before))), new Map(Object.entries(asMap(after)))];
  for (const [name, schema] of now) {
    if (!old.has(name)) report("changed", path, `has a new definition ${shown(name)}`);
    else compareAt(old.get(name), schema, `#${shown(name)}`, report);
  }
  for (const name of old.keys()) {
    if (!now.has(name)) report("changed", path, `has no definition ${shown(name)} any more`);
  }
}

function asMap(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
