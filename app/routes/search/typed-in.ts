const LONGEST = 200;

/** What was typed into a search, from `?q=`. */
export function typedIn(url: URL): string {
  return (url.searchParams.get("q") ?? "").trim().slice(0, LONGEST);
}
