import type { AffectedPackage, MatchAnswer, VersionRange } from "./advisory-words.ts";
import type { VersionOrder } from "./versions/version-order.ts";
import { VERSION_ORDERS } from "./versions/version-orders.ts";

export type Verdict = { answer: "not_affected" } | { answer: MatchAnswer; why: string | null };

const NOT = { answer: "not_affected" } as const;
const AFFECTED = { answer: "affected", why: null } as const;
const unknown = (why: string): Verdict => ({ answer: "could_not_look", why });

/**
 * Whether a release of a package is affected, by the evaluation of the OSV format: listed by name, or inside one of the
 * ranges. `version` null: which one runs is not known. What cannot be decided is never "not affected".
 */
export function affectedBy(affected: AffectedPackage, version: string | null): Verdict {
  if (affected.ranges.length === 0 && affected.versions.length === 0)
    return { answer: "may_be_affected", why: "The advisory names no versions." };
  if (affected.ranges.some(holdsEverything)) return AFFECTED;
  if (version === null)
    return { answer: "may_be_affected", why: "Which release runs is not known: it is not pinned." };
  const order = VERSION_ORDERS[affected.package.slice(0, affected.package.indexOf(":"))];
  if (isListed(affected.versions, version, order)) return AFFECTED;
  const ordered = affected.ranges.filter(({ type }) => type !== "GIT");
  if (ordered.length === 0) return notListed(affected);
  if (!order) return unknown(`How versions of ${affected.ecosystem} are ordered is not known here.`);
  const verdicts = ordered.map((range) => inRange(range, version, order));
  if (verdicts.includes("inside")) return AFFECTED;
  if (verdicts.includes("unreadable"))
    return unknown(
      order.parse(version) === null
        ? "The release is no version this ecosystem could order."
        : "A version of the advisory could not be read.",
    );
  return affected.isCut ? unknown("The advisory lists more versions than are kept.") : NOT;
}

/** Without a range that orders releases the list is all there is; commits say nothing of a release. */
function notListed(affected: AffectedPackage): Verdict {
  if (affected.isCut) return unknown("The advisory lists more versions than are kept.");
  return affected.ranges.length > 0 ? unknown("The advisory names commits, which no release tells.") : NOT;
}

/** From the first version on, and never fixed: whichever release runs. */
function holdsEverything({ type, events }: VersionRange): boolean {
  return (
    type !== "GIT" &&
    events.length > 0 &&
    events.every(({ kind, version }) => kind === "introduced" && version === "0")
  );
}

function isListed(versions: readonly string[], version: string, order: VersionOrder | undefined): boolean {
  if (versions.includes(version)) return true;
  const own = order?.parse(version);
  if (!order || own === null || own === undefined) return false;
  return versions.some((listed) => {
    const other = order.parse(listed);
    return other !== null && order.compare(own, other) === 0;
  });
}

type Place = { kind: VersionRange["events"][number]["kind"]; at: unknown };

function inRange(
  range: VersionRange,
  version: string,
  order: VersionOrder,
): "inside" | "outside" | "unreadable" {
  const own = order.parse(version);
  if (own === null) return "unreadable";
  const places: Place[] = range.events.map(({ kind, version: text }) => ({
    kind,
    at: kind === "introduced" && text === "0" ? "first" : order.parse(text),
  }));
  if (places.length === 0 || places.some(({ at }) => at === null)) return "unreadable";
  const compare = (a: unknown, b: unknown) =>
    a === "first" || b === "first" ? Number(b === "first") - Number(a === "first") : order.compare(a, b);
  const limits = places.filter(({ kind }) => kind === "limit");
  if (limits.length > 0 && limits.every(({ at }) => compare(own, at) >= 0)) return "outside";
  // at one version, what begins there is later than what ended
  const sorted = places
    .filter(({ kind }) => kind !== "limit")
    .sort((a, b) => compare(a.at, b.at) || Number(a.kind === "introduced") - Number(b.kind === "introduced"));
  let isInside = false;
  for (const { kind, at } of sorted) {
    const order = compare(own, at);
    if (kind === "introduced" && order >= 0) isInside = true;
    if (kind === "fixed" && order >= 0) isInside = false;
    if (kind === "last_affected" && order > 0) isInside = false;
  }
  return isInside ? "inside" : "outside";
}

/** The lowest release above this one in which the advisory says it is mended; null where none is named. */
export function fixedIn(entries: readonly AffectedPackage[], version: string | null): string | null {
  const [first] = entries;
  const order = first && VERSION_ORDERS[first.package.slice(0, first.package.indexOf(":"))];
  const own = version === null ? null : (order?.parse(version) ?? null);
  if (!order || own === null) return null;
  const later = entries
    .flatMap(({ ranges }) => ranges.flatMap(({ type, events }) => (type === "GIT" ? [] : events)))
    .filter(({ kind }) => kind === "fixed")
    .flatMap(({ version: text }) => {
      const at = order.parse(text);
      return at !== null && order.compare(at, own) > 0 ? [{ text, at }] : [];
    })
    .sort((a, b) => order.compare(a.at, b.at));
  return later[0]?.text ?? null;
}
