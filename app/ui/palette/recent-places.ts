const MOST = 6;

type Place = { label: string; href: string };

/** Keeps where this person was, in this tab only; `href` is a path with its query. */
export function rememberPlace(viewerId: string, href: string): void {
  const label = document.title.replace(/ · Castellan$/, "");
  const others = recentPlaces(viewerId).filter((place) => place.href !== href);
  try {
    sessionStorage.setItem(keyOf(viewerId), JSON.stringify([{ label, href }, ...others].slice(0, MOST + 1)));
  } catch (error) {
    // A browser that keeps nothing has no recent places; everything else works.
    console.warn("Recent places are not kept in this browser.", error);
  }
}

/** Newest first; the page one is on is the first. */
export function recentPlaces(viewerId: string): Place[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(viewerId)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isPlace) : [];
  } catch {
    return [];
  }
}

function isPlace(kept: unknown): kept is Place {
  return (
    typeof kept === "object" &&
    kept !== null &&
    "label" in kept &&
    typeof kept.label === "string" &&
    "href" in kept &&
    typeof kept.href === "string" &&
    kept.href.startsWith("/")
  );
}

function keyOf(viewerId: string): string {
  return `castellan-recent ${viewerId}`;
}
