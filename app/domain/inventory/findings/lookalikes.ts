import { distance } from "fastest-levenshtein";
import { identifyLaunch } from "../launch-identity.ts";
import { type LaunchFinding, type SeenEntry, whereNamed, wordsAsWritten } from "./finding.ts";
import { KNOWN_PACKAGES, KNOWN_SCOPES } from "./known-packages.ts";
import { KNOWN_SERVICES } from "./known-services.ts";
import { hiddenIn, seenAs, seenCarelessly } from "./letters.ts";

type Ecosystem = keyof typeof KNOWN_PACKAGES;

const LONGEST = 214;

function letters(name: string): string {
  return seenCarelessly(name).replace(/[^\p{L}\p{N}]/gu, "");
}

function tokens(name: string): string[] {
  return name.split(/[^\p{L}\p{N}]+/u).filter((token) => token !== "");
}

function isTransposed(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  return at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** One word mistaken for another: one slip in five letters or more, two in ten; letters changed about in four. */
function isSlip(word: string, known: string): boolean {
  if (word === known || Math.abs(word.length - known.length) > 2) return false;
  if (known.length >= 4 && isTransposed(word, known)) return true;
  if (known.length < 5 || word.length < 4) return false;
  return distance(word, known) <= (known.length >= 10 ? 2 : 1);
}

/** A name as it is compared: its letters in a row, and its words. */
type Parts = { name: string; letters: string; tokens: readonly string[]; isScoped: boolean };

function partsOf(name: string): Parts {
  return { name, letters: letters(name), tokens: tokens(name), isScoped: name.startsWith("@") };
}

/** A name that differs from the known one in one word only, or in how its words are joined. */
function resembles(own: Parts, known: Parts): boolean {
  if (own.letters === known.letters) {
    // `scope-name` for `@scope/name`, joined or split differently; short names are joined by chance
    const differs =
      seenAs(own.name) !== own.name ||
      /\d/.test(own.name) !== /\d/.test(known.name) ||
      known.tokens.length > 2;
    return differs && (known.isScoped || !own.isScoped);
  }
  if (own.tokens.length !== known.tokens.length || (own.isScoped && !known.isScoped)) return false;
  const different = own.tokens.flatMap((token, index) => (token === known.tokens[index] ? [] : [index]));
  const [only, ...others] = different;
  return (
    only !== undefined && others.length === 0 && isSlip(own.tokens[only] ?? "", known.tokens[only] ?? "")
  );
}

/** A scope that reads like a well-known one: `@modelcontextprotoco1`, `@model-context-protocol`. */
function resembledScope(name: string): string | undefined {
  const scope = /^@([^/]+)\//.exec(name)?.[1];
  if (scope === undefined || KNOWN_SCOPES.includes(scope)) return undefined;
  return KNOWN_SCOPES.find(
    (known) => known.length >= 8 && (letters(scope) === letters(known) || isSlip(scope, known)),
  );
}

const KNOWN: Readonly<Record<Ecosystem, ReadonlyMap<string, Parts>>> = {
  npm: compared("npm"),
  pypi: compared("pypi"),
  oci: compared("oci"),
};

function compared(ecosystem: Ecosystem): ReadonlyMap<string, Parts> {
  return new Map(KNOWN_PACKAGES[ecosystem].map((name) => [name, partsOf(name)]));
}

/** The well-known package this name can be mistaken for, or undefined. A well-known name is never mistaken. */
export function mistakenFor(ecosystem: Ecosystem, name: string): string | undefined {
  const known = KNOWN[ecosystem];
  if (name.length > LONGEST || known.has(name)) return undefined;
  const own = partsOf(name);
  for (const parts of known.values()) if (resembles(own, parts)) return parts.name;
  if (ecosystem !== "npm") return undefined;
  const scope = resembledScope(name);
  return scope === undefined ? prefixed(name) : `@${scope}/${name.slice(name.indexOf("/") + 1)}`;
}

/** `modelcontextprotocol-server-x` or `@x/modelcontextprotocol-server`: the protocol's own scope worn as a word. */
function prefixed(name: string): string | undefined {
  const [, rest] =
    /^modelcontextprotocol[-_.](.+)$/.exec(name.replace(/[01]/g, (digit) => (digit === "0" ? "o" : "l"))) ??
    [];
  return rest === undefined ? undefined : `@modelcontextprotocol/${rest}`;
}

/** A name of a package that somebody could take for another one that many people use. */
export function typosquat({ launch }: SeenEntry): LaunchFinding[] {
  const { identity, kind } = identifyLaunch(launch);
  if (kind !== "npm" && kind !== "pypi" && kind !== "oci") return [];
  const name = identity.slice(identity.indexOf(":") + 1);
  const known = mistakenFor(kind, name);
  if (known === undefined) return [];
  return [
    {
      rule: "typosquat",
      severity: "high",
      where: whereNamed(launch),
      sentence: `The name ${name} is one slip away from ${known}, which many people use. Packages are published under such names to be installed by mistake.`,
      remedy: `If ${known} was meant, write that name. If not, have somebody look at the package before it runs again.`,
    },
  ];
}

const HIDDEN = {
  invisible: "holds characters nobody can see",
  mixed: "mixes letters of different scripts that look alike",
} as const;

function hiddenLetters({ launch, name }: SeenEntry): LaunchFinding[] {
  const words = wordsAsWritten(launch).map(({ word, where }) => ({ text: word, where, what: "This word" }));
  const places = [
    ...(name === undefined ? [] : [{ text: name, where: "name", what: "The entry's name" }]),
    ...words,
    ...(launch.url === undefined ? [] : [{ text: launch.url, where: "url", what: "The address" }]),
  ];
  return places.flatMap(({ text, where, what }): LaunchFinding[] => {
    const hidden = hiddenIn(text);
    if (hidden === undefined) return [];
    return [
      {
        rule: "imitated-name",
        severity: "high",
        where,
        sentence: `${what} ${HIDDEN[hidden]}, so it is not what it seems to be.`,
        remedy:
          "Remove the entry, and find out who put it there. Type the name of the server you want yourself.",
      },
    ];
  });
}

/** Words around a service's name that people add: `github-mcp`, `my_github`, `GitHub (work)`. */
const AROUND = /(?:^|[-_ .])(?:mcp|server|official|the)(?=$|[-_ .])/g;

const SERVICES = new Map(Object.keys(KNOWN_SERVICES).map((service) => [seenCarelessly(service), service]));

function serviceOf(name: string): string | undefined {
  const plain = seenAs(name)
    .replace(AROUND, " ")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
  return SERVICES.get(seenCarelessly(plain));
}

/** An entry called like a service whose server says nothing of that service anywhere. */
function anotherIdentity({ launch, name }: SeenEntry): LaunchFinding[] {
  const service = name === undefined ? undefined : serviceOf(name);
  const { identity, kind } = identifyLaunch(launch);
  if (service === undefined || kind === "command") return [];
  const all = `${identity} ${launch.url ?? ""} ${wordsAsWritten(launch)
    .map(({ word }) => word)
    .join(" ")}`.toLowerCase();
  const words = [service, ...(KNOWN_SERVICES[service] ?? [])];
  const isLocal =
    /^remote:https?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|host\.docker\.internal|[\w.-]+\.(?:local|internal|lan))(?:[:/]|$)/.test(
      identity,
    );
  if (isLocal || words.some((word) => all.includes(word))) return [];
  return [
    {
      rule: "imitated-name",
      severity: "high",
      where: "name",
      sentence: `The entry is called ${service}, but what it starts is ${identity}, which says nothing of ${service}.`,
      remedy: `Call the entry what it is. If the server for ${service} was meant, name that one.`,
    },
  ];
}

/** A name that says it is something else. One remark per place. */
export function imitatedName(entry: SeenEntry): LaunchFinding[] {
  return [...hiddenLetters(entry), ...anotherIdentity(entry)];
}
