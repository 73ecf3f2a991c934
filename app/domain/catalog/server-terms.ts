const LONGEST = 64;
const MOST = 24;

/** The lower-case starts a server is found by: its identity with and without the kind, and each word in it. */
export function serverTerms(identity: string): string[] {
  const whole = identity.toLowerCase();
  const place = whole.slice(whole.indexOf(":") + 1);
  const words = place.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const terms = [whole, place, place.replace(/^[@/]+/, ""), ...words].filter(Boolean);
  return [...new Set(terms.map((term) => term.slice(0, LONGEST)))].slice(0, MOST);
}
