import { splitWords } from "#app/domain/identity/member-terms.ts";

const LONGEST = 40;
const MOST = 24;
const FROM_DESCRIPTION = 400;
/** Nobody looks for a server by these. */
const COMMON = new Set(
  "a an and are as at be by can for from has in into is it its mcp of on or server servers that the their this through to tool tools using via with you your io com github".split(
    " ",
  ),
);

/** The lower-case words a listing is found by: its name whole and in parts, its title, its description. */
export function listingTerms(of: {
  name: string;
  title: string | null;
  description: string | null;
}): string[] {
  const name = of.name.toLowerCase();
  const terms = new Set([name, name.slice(name.indexOf("/") + 1)].map((term) => term.slice(0, LONGEST)));
  const words = [
    ...splitWords(name),
    ...splitWords(of.title ?? ""),
    ...splitWords(of.description?.slice(0, FROM_DESCRIPTION) ?? ""),
  ];
  for (const word of words) {
    if (terms.size >= MOST) break;
    if (word.length > 1 && !COMMON.has(word)) terms.add(word.slice(0, LONGEST));
  }
  return [...terms];
}
