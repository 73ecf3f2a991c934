import SCIMMY from "scimmy";
import type { GroupFilter } from "#app/domain/provisioning/group-queries.server.ts";
import type { PersonFilter } from "#app/domain/provisioning/person-queries.server.ts";
import { isBranching, isOddPath } from "./odd-names.ts";

/** The longest filter looked at: parsing takes longer the longer it is. */
const LONGEST = 500;

/** PostgreSQL has no NUL and no half of a character in text, so nobody is called so. */
const UNSTORABLE = /[\0\p{Cs}]/u;

const NAMES = {
  id: "id",
  username: "userName",
  externalid: "externalId",
  emails: "email",
  "emails.value": "email",
  active: "active",
} as const;

const GROUP_NAMES = {
  id: "id",
  displayname: "name",
  externalid: "externalId",
  members: "person",
  "members.value": "person",
} as const;

/** `attribute eq "value"`, several joined by `and`. Throws what SCIM calls invalidFilter for anything else. */
export function personFilter(text: string | null): PersonFilter {
  const filter: PersonFilter = {};
  for (const [path, value] of equalities(text)) {
    if (path === "emails.type") continue;
    const name = path in NAMES ? NAMES[path as keyof typeof NAMES] : undefined;
    if (name === "active") filter.active = String(value).toLowerCase() === "true";
    else if (name) filter[name] = String(value);
    else throw unknown(path);
  }
  return filter;
}

export function groupFilter(text: string | null): GroupFilter {
  const filter: GroupFilter = {};
  for (const [path, value] of equalities(text)) {
    const name = path in GROUP_NAMES ? GROUP_NAMES[path as keyof typeof GROUP_NAMES] : undefined;
    if (!name) throw unknown(path);
    filter[name] = String(value);
  }
  return filter;
}

const invalid = (detail: string) => new SCIMMY.Types.Error(400, "invalidFilter", detail);

const branching = () => invalid("Only comparisons joined by and are supported here.");

const unknown = (path: string) => invalid(`A filter by ${path.slice(0, 60)} is not supported here.`);

function equalities(text: string | null): [path: string, value: string | boolean | number][] {
  if (text === null || text.trim() === "") return [];
  if (text.length > LONGEST) throw invalid(`A filter has at most ${LONGEST} characters.`);
  if (isOddPath(text)) throw invalid("There is no such attribute.");
  if (UNSTORABLE.test(text)) throw invalid("The filter holds a character that no name has.");
  if (isBranching(text)) throw branching();
  const branches = [...new SCIMMY.Types.Filter(text)];
  if (branches.length !== 1) throw branching();
  return flatten(branches[0], "");
}

function flatten(part: unknown, path: string): [string, string | boolean | number][] {
  if (Array.isArray(part)) {
    const [comparator, value, ...more] = part;
    const isPlain = ["string", "boolean", "number"].includes(typeof value) && more.length === 0;
    if (comparator !== "eq" || !isPlain) throw invalid('Only attribute eq "value" is supported here.');
    return [[path.toLowerCase(), value]];
  }
  if (typeof part !== "object" || part === null) throw invalid("The filter could not be understood.");
  return Object.entries(part).flatMap(([name, inner]) => flatten(inner, path ? `${path}.${name}` : name));
}
