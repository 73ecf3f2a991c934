const NAMES = {
  email: ["email", "e mail", "mail", "address", "email address", "e mail address", "work email"],
  name: ["name", "full name", "display name"],
  given: ["first name", "given name", "firstname"],
  family: ["last name", "family name", "surname", "lastname"],
  role: ["role"],
  teams: ["teams", "team", "groups", "group"],
} as const;

type Column = keyof typeof NAMES;
/** Which field of a line it is, from 0; undefined where the file has no such column. */
export type Place = number | undefined;
type Columns =
  | { places: Partial<Record<Column, number>> & { email: number }; unused: string[]; why?: never }
  | { places: null; unused?: never; why: string };

const HOW = "The first line has to name the columns: email and name, and if you like role and teams.";
const MOST_UNUSED = 50;

/** Where the columns stand, by what the first line calls them, or why that cannot be told. */
export function columnsOf(head: readonly string[]): Columns {
  const places: Partial<Record<Column, number>> = {};
  const unused: string[] = [];
  for (const [place, text] of head.entries()) {
    const column = columnCalled(text);
    if (!column) {
      if (text.trim() !== "") unused.push(shorten(text.trim(), 60));
    } else if (places[column] !== undefined) {
      return { places: null, why: `Two columns say ${column === "email" ? "the address" : column}. ${HOW}` };
    } else places[column] = place;
  }
  const { email } = places;
  if (email === undefined) return { places: null, why: `No column is called email. ${HOW}` };
  if (places.name === undefined && places.given === undefined && places.family === undefined) {
    return { places: null, why: `No column is called name. ${HOW}` };
  }
  return { places: { ...places, email }, unused: unused.slice(0, MOST_UNUSED) };
}

function columnCalled(text: string): Column | undefined {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, " ");
  for (const [column, names] of Object.entries(NAMES)) {
    if (names.some((name) => name === plain) && column in NAMES) return column as Column;
  }
  return undefined;
}

/** Never half of a character. */
export function shorten(text: string, most: number): string {
  const signs = [...text];
  return signs.length <= most ? text : `${signs.slice(0, most - 1).join("")}…`;
}
