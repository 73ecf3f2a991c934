import { EmailAddress } from "#app/domain/identity/email-address.ts";
import { shorten } from "#app/domain/identity/member-file-columns.ts";
import type { LineOutcome } from "#app/domain/identity/member-import-words.ts";
import { PersonName } from "#app/domain/identity/person-name.ts";
import { mayAssignRole, ROLES, type Role } from "#app/domain/permissions.ts";

/** A line as a file has it. */
type Given = { line: number; email: string; name: string; role: string; teams: string; extra: boolean };

export type JudgedLine = {
  line: number;
  email: string;
  name: string;
  role: string;
  teams: string[];
  teamIds: string[];
  outcome: LineOutcome;
  why: string | null;
};

/** What stands in the organization that a line can meet; addresses as `EmailAddress` made them. */
export type Present = {
  importer: Role;
  /** By name in lower case. */
  teams: ReadonlyMap<string, { id: string; name: string }>;
  members: ReadonlySet<string>;
  invited: ReadonlySet<string>;
  /** Those that refused mail before, and how: "SMTP 550". */
  refused: ReadonlyMap<string, string>;
};

const MOST_TEAMS = 50;
const SHOWN = 100;

/** What would become of each line, in their order. */
export function judgeLines(lines: readonly Given[], present: Present): JudgedLine[] {
  const firstLine = new Map<string, number>();
  return lines.map((given) => {
    const read = readLine(given, present);
    const earlier = firstLine.get(read.email);
    if (read.why === null && earlier === undefined) firstLine.set(read.email, given.line);
    return { ...read, line: given.line, ...judge(read, present, earlier) };
  });
}

type Read = Pick<JudgedLine, "email" | "name" | "role" | "teams" | "teamIds" | "why">;

function judge({ email, why }: Read, present: Present, earlier: number | undefined) {
  const outcome = (outcome: LineOutcome, why: string | null) => ({ outcome, why });
  if (why !== null) return outcome("odd", why);
  if (earlier !== undefined) return outcome("repeated", `Line ${earlier} has this address already.`);
  if (present.members.has(email)) return outcome("member", "Is a member already.");
  if (present.invited.has(email)) return outcome("open", "Was invited already and may still accept.");
  const refused = present.refused.get(email);
  return outcome("ready", refused ? `Mail to this address was refused before (${refused}).` : null);
}

function readLine(given: Given, present: Present): Read {
  const email = EmailAddress.safeParse(given.email);
  const name = PersonName.safeParse(given.name);
  const role = roleCalled(given.role);
  const { teamIds, names, why: teamsWhy } = teamsCalled(given.teams, present.teams);
  const whys = [
    given.extra ? "It has more fields than there are columns: put a name with a comma between quotes." : null,
    email.success ? null : given.email === "" ? "The address is missing." : email.error.issues[0]?.message,
    name.success ? null : name.error.issues[0]?.message,
    role ? null : `There is no role called ${shorten(given.role, SHOWN)}.`,
    role && !mayAssignRole(present.importer, role) ? `Only an owner can invite somebody as ${role}.` : null,
    teamsWhy,
  ].filter((why) => why !== null && why !== undefined);
  return {
    email: email.success ? email.data : shorten(given.email, SHOWN),
    name: name.success ? name.data : shorten(given.name, SHOWN),
    role: role ?? shorten(given.role, SHOWN),
    teams: names,
    teamIds,
    why: whys.length === 0 ? null : whys.join(" "),
  };
}

/** No role is the one everybody has. */
function roleCalled(text: string): Role | undefined {
  const plain = text.toLowerCase();
  return plain === "" ? "member" : ROLES.find((role) => role === plain);
}

function teamsCalled(text: string, known: Present["teams"]) {
  if (text === "") return { teamIds: [], names: [], why: null };
  const whole = known.get(text.toLowerCase());
  if (whole) return { teamIds: [whole.id], names: [whole.name], why: null };
  const asked = text
    .split(/[;|,]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const found = asked.flatMap((name) => known.get(name.toLowerCase()) ?? []);
  const unknown = asked.filter((name) => !known.has(name.toLowerCase()));
  const names = asked.slice(0, MOST_TEAMS).map((name) => shorten(name, SHOWN));
  const teamIds = [...new Set(found.map((one) => one.id))];
  if (unknown.length > 0) {
    const missing = unknown.slice(0, 3).map((name) => shorten(name, SHOWN));
    return { teamIds: [], names, why: `There is no team called ${missing.join(", ")}.` };
  }
  if (teamIds.length > MOST_TEAMS)
    return { teamIds: [], names, why: `It names more than ${MOST_TEAMS} teams.` };
  return { teamIds, names: found.map((one) => one.name), why: null };
}
