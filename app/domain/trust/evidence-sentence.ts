import type { Piece } from "./evidence-piece.ts";

const MOST_FACTS = 6;

/** What a piece says, in words; facts without a sentence of their own are listed by name. */
export function evidenceSentence({ detail, answer }: Pick<Piece, "detail" | "answer">): string {
  const said = answer === "could_not_look" ? detail.why : (detail.says ?? detail.sentence);
  if (typeof said === "string" && said !== "") return said;
  const facts = Object.entries(detail).flatMap(([key, value]) => {
    const text = factText(value);
    return key === "why" || text === "" ? [] : [`${nameOf(key)}: ${text}`];
  });
  return facts.slice(0, MOST_FACTS).join(" · ");
}

function nameOf(key: string): string {
  return key
    .replaceAll("_", " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
}

function factText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(Math.round(value * 100) / 100);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(factText).filter(Boolean).join(", ");
  return "";
}
