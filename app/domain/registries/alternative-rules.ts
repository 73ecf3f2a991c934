import { splitWords } from "#app/domain/identity/member-terms.ts";
import type { ListingDetail } from "./listing-queries.server.ts";
import { listingTerms } from "./listing-terms.ts";
import type { DeclaredTouch } from "./registry-words.ts";

type Candidate = Pick<ListingDetail, "id" | "touches" | "declared" | "status" | "standing" | "removedAt"> & {
  trust: number | null;
};

/** How weighty what a server touches is; what only reads weighs nothing. */
const WEIGHTY: readonly DeclaredTouch[] = ["destructive", "secrets", "write", "network", "undeclared"];

export type Alternative = { id: string; reasons: string[] };

/**
 * Of servers for the same thing, those that are safer in something and worse in nothing that is known: less declared to
 * be touched, or more of the trust proven. What nobody declared is not taken for less.
 */
export function saferAlternatives(than: Candidate, candidates: readonly Candidate[]): Alternative[] {
  const found = candidates.flatMap((one): (Alternative & { weight: number })[] => {
    if (one.id === than.id || one.removedAt || one.standing === "blocked") return [];
    if (one.status === "deprecated" || one.status === "deleted") return [];
    const isMore = one.touches.some((touch) => WEIGHTY.includes(touch) && !than.touches.includes(touch));
    const less = than.touches.filter((touch) => WEIGHTY.includes(touch) && isDeclaredNotTo(one, touch));
    const isLessTrusted = one.trust !== null && than.trust !== null && one.trust < than.trust;
    if (isMore || isLessTrusted) return [];
    const isBound = than.status === "deprecated" || than.status === "deleted" || than.standing === "blocked";
    const reasons = [
      ...(less.length > 0
        ? [`It declares to touch less: ${less.map((touch) => TOUCH_PHRASES[touch]).join(", ")}.`]
        : []),
      ...(one.trust !== null && than.trust !== null && one.trust > than.trust
        ? [
            `More of its trust is proven: ${Math.round(one.trust)} of 100 instead of ${Math.round(than.trust)}.`,
          ]
        : []),
      ...(one.standing === "approved" && than.standing !== "approved"
        ? ["It is approved here already."]
        : []),
      ...(isBound
        ? [`It is neither blocked nor ${than.status === "deleted" ? "deleted" : "deprecated"}.`]
        : []),
    ];
    return reasons.length > 0 ? [{ id: one.id, reasons, weight: reasons.length * 10 + less.length }] : [];
  });
  return found
    .sort((one, other) => other.weight - one.weight)
    .slice(0, 3)
    .map(({ id, reasons }) => ({ id, reasons }));
}

/** Whether a listing that does not name a touch says enough to be read as having none of it. */
function isDeclaredNotTo({ touches, declared }: Candidate, touch: DeclaredTouch): boolean {
  if (touches.includes(touch)) return false;
  if (touch === "network") return declared.network !== undefined;
  const hasToldTools = (declared.tools ?? []).length > 0 && !touches.includes("undeclared");
  return hasToldTools && !declared.hasDynamicTools;
}

const TOUCH_PHRASES: Readonly<Record<DeclaredTouch, string>> = {
  read: "nothing that reads",
  destructive: "nothing that deletes",
  secrets: "no secret that it names",
  write: "nothing that writes",
  network: "no network",
  undeclared: "no tool without a word on what it does",
};

/** Words by which something for the same purpose is found: those of the title and name, not of who publishes it. */
export function purposeWords(of: Pick<ListingDetail, "name" | "title" | "description">): string[] {
  const name = of.name.slice(of.name.indexOf("/") + 1);
  const words = listingTerms({ name, title: of.title, description: of.description });
  const first = new Set([...splitWords(name), ...splitWords(of.title ?? "")]);
  return words
    .filter((word) => !word.includes("/") && word.length > 2)
    .sort((one, other) => Number(first.has(other)) - Number(first.has(one)))
    .slice(0, 8);
}
