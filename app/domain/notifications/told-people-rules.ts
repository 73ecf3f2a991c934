export type Reached = { memberId: string; accountId: string };

/**
 * Who is told by which rule: never whoever did it, by account, and nobody by two rules.
 * @param found active members of each rule's audience, in the order of the rules
 */
export function whoIsTold<R>(
  found: readonly { rule: R; people: readonly Reached[] }[],
  actorAccountId: string | null,
): { rule: R; memberIds: string[] }[] {
  const taken = new Set<string>();
  return found.flatMap(({ rule, people }) => {
    const memberIds: string[] = [];
    for (const { memberId, accountId } of people) {
      if (accountId === actorAccountId || taken.has(memberId)) continue;
      taken.add(memberId);
      memberIds.push(memberId);
    }
    return memberIds.length > 0 ? [{ rule, memberIds }] : [];
  });
}
