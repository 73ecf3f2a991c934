import type { EvidenceToRecord } from "#app/domain/trust/record-evidence.server.ts";
import { zoneOfHost } from "#app/domain/trust/zone-of-host.ts";
import { ZONE_NAMES, ZONE_VALUES, type Zone } from "#app/domain/trust/zone-words.ts";
import type { ConnectionFacts, LookTrouble } from "./connection-facts.ts";
import { authenticationWords, tlsWords } from "./connection-sentences.ts";
import { LOOK_TROUBLE_WORDS } from "./connection-words.ts";
import type { ZoneVerdict } from "./zone-verdict.ts";

type Looked = {
  seen: { at: Date; facts: ConnectionFacts } | null;
  failed: { at: Date; why: LookTrouble } | null;
};
type Row = Omit<EvidenceToRecord, "identity">;

const LOOK = "a look from outside";
const DAY = 86_400_000;
/** A certificate that ends sooner counts half: it may be forgotten. */
const SOON_DAYS = 14;

/** The rows of the connection group that the newest look from outside answered that saw something. */
export function seenEvidence({ seen }: Pick<Looked, "seen">): Row[] {
  if (!seen) return [];
  const from = { source: LOOK, lookedAt: seen.at };
  const { tls, address } = seen.facts;
  // what never leaves a machine needs no certificate
  const isHere = tls === null && zoneOfHost(address) === "developer_machine";
  return [
    ...(isHere ? [] : [certificateRow(seen.facts, seen.at, from)]),
    authenticationRow(seen.facts, from),
  ];
}

/** The same rows for a look that saw nothing since. */
export function unseenEvidence({ failed }: Pick<Looked, "failed">): Row[] {
  if (!failed) return [];
  const detail = { why: LOOK_TROUBLE_WORDS[failed.why] };
  const blind = { answer: "could_not_look", source: LOOK, lookedAt: failed.at, detail } as const;
  return [
    { row: "tls_certificate", ...blind },
    { row: "authentication", ...blind },
  ];
}

type From = { source: string; lookedAt: Date };

function certificateRow(facts: ConnectionFacts, at: Date, from: From): Row {
  const { tls } = facts;
  const says = tlsWords(facts).sentence;
  const row = "tls_certificate";
  if (tls === null || tls.problems.length > 0)
    return { row, ...from, answer: "not_found", value: 0, detail: { says } };
  const left = tls.validUntil === null ? 0 : Date.parse(tls.validUntil) - at.getTime();
  return { row, ...from, answer: "found", value: left < SOON_DAYS * DAY ? 0.5 : 1, detail: { says } };
}

function authenticationRow(facts: ConnectionFacts, from: From): Row {
  const { sentence, isKnown } = authenticationWords(facts);
  const row = "authentication";
  if (!isKnown) return { row, ...from, answer: "could_not_look", detail: { why: sentence } };
  const { authentication, isPublic } = facts;
  const detail = { says: sentence };
  if (authentication.kind === "none")
    return { row, ...from, answer: "not_found", value: isPublic ? 0 : 0.25, detail };
  const isSure =
    authentication.kind === "oauth" && authentication.issuers.some(({ problem }) => problem === null);
  return { row, ...from, answer: "found", value: isSure ? 1 : 0.5, detail };
}

/** The rows on zones, of everything that is known of a server. */
export function zoneEvidence(
  { identity, isVouched }: { identity: string; isVouched: boolean },
  { zone, rule, joins, isExposed }: ZoneVerdict,
): Row[] {
  const source = rule === null ? "its address and the files seen" : "the zone policy";
  if (zone === null) {
    const detail = { why: whyNoZone(identity) };
    const answer = "could_not_look";
    return [
      { row: "zone", answer, source, detail },
      { row: "zone_crossing", answer, source, detail },
    ];
  }
  // where a program runs its file says alone: for it only where somebody who may vouches for that file
  if (rule === null && !isVouched && !identity.startsWith("remote:")) {
    const crossed = { row: "zone_crossing", source, ...crossing({ joins, isExposed }) } as const;
    const blind = { answer: "could_not_look", source, detail: { why: NOT_VOUCHED } } as const;
    return [
      { row: "zone", ...blind },
      crossed.answer === "found" ? crossed : { row: "zone_crossing", ...blind },
    ];
  }
  const says = `It runs here: ${name(zone)}${rule === null ? "" : `, as rule ${rule} of the zone policy declares`}.`;
  return [
    { row: "zone", answer: "found", value: ZONE_VALUES[zone], source, detail: { says } },
    { row: "zone_crossing", source, ...crossing({ joins, isExposed }) },
  ];
}

const NOT_VOUCHED =
  "Nobody who may has vouched for how it is started, and no rule of the zone policy names it.";

/** Why nobody can tell where it runs. */
export function whyNoZone(identity: string): string {
  return identity.startsWith("remote:")
    ? "Its address does not tell, and no rule of the zone policy does."
    : "No file that configures it was seen, and no rule of the zone policy names it.";
}

function crossing({ joins, isExposed }: Pick<ZoneVerdict, "joins" | "isExposed">) {
  if (joins) return { answer: "found", detail: { says: joinSentence(joins) } } as const;
  if (isExposed === true) return { answer: "found", detail: { says: EXPOSED } } as const;
  if (isExposed === null) {
    const why = "It is reachable from the public internet, and what it reads is not known.";
    return { answer: "could_not_look", detail: { why } } as const;
  }
  return {
    answer: "not_found",
    detail: { says: "It joins no zones and gives nothing sensitive to the public." },
  } as const;
}

export const EXPOSED = "It reads what not everybody may know and is reachable from the public internet.";

export function joinSentence([one, other]: [Zone, Zone]): string {
  return `It stands between two zones: ${name(one)} and ${name(other)}.`;
}

function name(zone: Zone): string {
  return ZONE_NAMES[zone].toLowerCase();
}
