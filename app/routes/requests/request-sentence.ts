import type { HolderKind } from "#app/domain/grants/grant-rules.ts";
import { formatDay } from "#app/ui/format-time.ts";
import { plural } from "#app/ui/plural.ts";

type Asked = {
  holder: { kind: HolderKind; name: string };
  requester: { name: string };
  environment: string;
  endsAt: Date;
};

/** "all 14 tools", "9 of 14 tools", "3 tools", "all tools (not looked yet)". */
export function toolsInWords(asked: readonly string[] | null, listed: number | null): string {
  if (asked === null) {
    if (listed === null) return "all tools (not looked yet)";
    return plural(listed, { zero: "all tools", one: "its one tool", other: "all # tools" });
  }
  if (listed !== null && listed > 0 && asked.length < listed) return `${asked.length} of ${listed} tools`;
  return plural(asked.length, { one: "# tool", other: "# tools" });
}

/** What Castellan asks of a server that changed. */
export function driftAsked(
  asked: Pick<Asked, "holder" | "requester"> & { launchDriftId: string | null },
): string {
  const { holder, requester, launchDriftId } = asked;
  if (launchDriftId !== null)
    return `Castellan asks whether one installation of ${requester.name} may go on.`;
  const whom = holder.kind === "member" ? requester.name : `${holder.kind} ${holder.name}`;
  return `Castellan asks whether ${whom} and everybody else who has this server may go on.`;
}

/** The request as one sentence, without its reason; in the past once it is no longer open. */
export function requestSentence(
  asked: Asked & { tools: readonly string[] | null },
  listed: number | null,
  zone: string,
  isOpen = true,
): string {
  const whom = asked.holder.kind === "member" ? "" : ` for ${asked.holder.kind} ${asked.holder.name}`;
  const tools = toolsInWords(asked.tools, listed);
  return `${asked.requester.name} ${isOpen ? "asks" : "asked"} for ${tools}${whom}, in ${asked.environment}, until ${formatDay(asked.endsAt, zone)}.`;
}
