export type Noun = "Users" | "Groups";

const KEPT: Record<Noun, readonly string[]> = {
  Users: ["username", "externalid", "active", "displayname", "name", "emails"],
  Groups: ["externalid", "displayname", "members"],
};

/** As the standard writes them; it compares names without regard to capitals, and the library does not. */
const SPELLED = [
  ..."userName externalId displayName active name emails members".split(" "),
  ..."givenName familyName formatted value type primary".split(" "),
];
const SPELLING = new Map(SPELLED.map((name) => [name.toLowerCase(), name]));

const CORE = /^urn:ietf:params:scim:schemas:core:2\.0:(user|group):/i;
const BRACKETS = /\[.*\]/s;

/** Whether anything is kept here of what the path names. */
export function isKept(path: string, noun: Noun): boolean {
  return KEPT[noun].includes(attributeOf(path));
}

/** "emails" of `emails[type eq "work"].value`; the whole URN for an extension's attribute. */
export function attributeOf(path: string): string {
  const plain = path.replace(CORE, "");
  if (plain.toLowerCase().startsWith("urn:")) return plain.toLowerCase();
  return (plain.split(/[.[]/)[0] ?? "").trim().toLowerCase();
}

/** Without the schema before it, and with the capitals of the standard; what stands in brackets stays. */
export function plainPath(path: string): string {
  const plain = path.replace(CORE, "").trim();
  const filter = BRACKETS.exec(plain)?.[0];
  if (filter === undefined) return spelled(plain);
  const [before = "", after = ""] = plain.split(filter);
  return `${spelled(before)}${filter}${spelled(after)}`;
}

function spelled(path: string): string {
  return path
    .split(".")
    .map((name) => SPELLING.get(name.trim().toLowerCase()) ?? name)
    .join(".");
}
