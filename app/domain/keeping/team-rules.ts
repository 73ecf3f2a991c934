import type { TeamUses } from "./team-use-queries.server.ts";

/** Why this team cannot be archived now, or null. */
export function whyNotArchive(uses: TeamUses): string | null {
  const standing = standingOf(uses);
  return standing
    ? `It has ${standing}. Decide or withdraw the requests and revoke the grants, or let them end, then archive it.`
    : null;
}

/** Why this team cannot be deleted, or null. What was ever granted or asked for names it, and that record stays. */
export function whyNotDelete(uses: TeamUses): string | null {
  if (uses.grants === 0 && uses.requests === 0) return null;
  return `${listed([counted(uses.grants, "grant"), counted(uses.requests, "request")])} of the record ${
    uses.grants + uses.requests === 1 ? "names" : "name"
  } it. Archive it instead.`;
}

function standingOf({ runningGrants, openRequests }: TeamUses): string {
  return listed([
    counted(runningGrants, "grant that counts", "grants that count"),
    counted(openRequests, "open request"),
  ]);
}

function counted(amount: number, one: string, many = `${one}s`): string {
  if (amount === 0) return "";
  return `${amount} ${amount === 1 ? one : many}`;
}

function listed(parts: string[]): string {
  return parts.filter(Boolean).join(" and ");
}
