import { hiddenIn } from "./findings/letters.ts";
import { mistakenFor } from "./findings/lookalikes.ts";
import { visibleText } from "./visible-text.ts";

const LONGEST = 512;
const HIDDEN = {
  invisible: "Characters nobody sees stand in what it is called.",
  mixed: "Letters of different alphabets that look alike stand in one word of what it is called.",
} as const;

type Called = { name: string; title: string | null; identities: readonly string[] };

/**
 * What is odd in how a listed server is called, in sentences: hidden or look-alike letters, and a package one slip away
 * from one that many people use. Some twenty comparisons of words for each of a few hundred known names: for the rows of a page.
 */
export function nameRemarks({ name, title, identities }: Called): string[] {
  const texts = [name, title ?? "", ...identities].map((text) => visibleText(text, LONGEST));
  const hidden = new Set(texts.map(hiddenIn).filter((found) => found !== undefined));
  const meant = new Set(identities.flatMap((identity) => packageMeant(identity) ?? []));
  return [
    ...[...hidden].map((found) => HIDDEN[found]),
    ...[...meant].map((known) => `Its package is called almost as ${known}, which many people use.`),
  ];
}

function packageMeant(identity: string): string | undefined {
  const [, kind, name] = /^(npm|pypi|oci):(.+)$/s.exec(identity) ?? [];
  if (name === undefined) return undefined;
  return kind === "npm" || kind === "pypi" || kind === "oci" ? mistakenFor(kind, name) : undefined;
}
