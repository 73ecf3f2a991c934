/** A tool as pinned or as listed now; `hash` covers everything a model or a person is shown of it. */
export type HashedTool = { name: string; hash: string };
export type PinDifference = { name: string; kind: "added" | "changed" | "gone" };

/**
 * What differs between the tools an approval was given for and those listed now, by name. Without any pin there is
 * nothing to differ from.
 */
export function differencesFromPins(
  pins: readonly HashedTool[],
  tools: readonly HashedTool[],
): PinDifference[] {
  if (pins.length === 0) return [];
  const pinned = new Map(pins.map((pin) => [pin.name, pin.hash]));
  const listed = new Set(tools.map((tool) => tool.name));
  const differences: PinDifference[] = [];
  for (const { name, hash } of tools) {
    const before = pinned.get(name);
    if (before === undefined) differences.push({ name, kind: "added" });
    else if (before !== hash) differences.push({ name, kind: "changed" });
  }
  for (const { name } of pins) if (!listed.has(name)) differences.push({ name, kind: "gone" });
  return differences;
}

/** A tool that disappeared takes nothing that was not approved, so it is a note and not drift. */
export function isDrift(differences: readonly PinDifference[]): boolean {
  return differences.some(({ kind }) => kind !== "gone");
}
