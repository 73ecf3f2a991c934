/** What goes with a second factor when it is the last one. */
export function factorRemovalEffects(isLast: boolean): string[] {
  if (!isLast) return ["Your other second factor goes on."];
  return [
    "Signing in takes your password alone from then on.",
    "Your recovery codes are deleted.",
    "Organizations that need a second factor do not open before you set one up again.",
  ];
}
