import type { ZoneRuleKind } from "#app/domain/connections/zone-inputs.ts";
import { ZONE_NAMES, type Zone } from "#app/domain/trust/zone-words.ts";

export const ruleKindWords: Record<ZoneRuleKind, string> = {
  identity: "Servers called",
  host: "Servers at the host",
  network: "Servers in the network",
};

export function zoneName(zone: Zone | null): string {
  return zone === null ? "Not known" : ZONE_NAMES[zone];
}
