import { hiddenIn, mixedLetters } from "./findings/letters.ts";
import { mistakenFor } from "./findings/lookalikes.ts";
import { visibleText } from "./visible-text.ts";

const LONGEST = 512;
const MOST_NAMED = 5;

type Called = { name: string; title: string | null; identities: readonly string[] };

/**
 * What is odd in how a listed server is called, in sentences: hidden or look-alike letters, and a package one slip away
 * from one that many people use. Held against every known name, about 0.1 ms each: for the rows of a page, not for a catalog.
 */
export function nameRemarks({ name, title, identities }: Called): string[] {
  const texts = [name, title ?? "", ...identities].map((text) => visibleText(text, LONGEST));
  const unseen = named(texts.flatMap((text) => text.match(/U\+[0-9A-F]{4,6}/g) ?? []));
  const mixed = named(texts.flatMap(mixedLetters).map(codepointOf));
  const has = (what: ReturnType<typeof hiddenIn>) => texts.some((text) => hiddenIn(text) === what);
  const meant = new Set(identities.flatMap((identity) => packageMeant(identity) ?? []));
  return [
    ...(has("invisible") ? [`Characters nobody sees stand in what it is called: ${unseen}.`] : []),
    ...(mixed === "" ? [] : [`Letters of another alphabet stand in a word of what it is called: ${mixed}.`]),
    ...[...meant].map((known) => `Its package is called almost as ${known}, which many people use.`),
  ];
}

function named(codepoints: readonly string[]): string {
  const all = [...new Set(codepoints)];
  return `${all.slice(0, MOST_NAMED).join(", ")}${all.length > MOST_NAMED ? " and more" : ""}`;
}

function codepointOf(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function packageMeant(identity: string): string | undefined {
  const [, kind, name] = /^(npm|pypi|oci):(.+)$/s.exec(identity) ?? [];
  if (name === undefined) return undefined;
  return kind === "npm" || kind === "pypi" || kind === "oci" ? mistakenFor(kind, name) : undefined;
}
