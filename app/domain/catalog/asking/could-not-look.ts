/**
 * A server was asked and no list came of it. `reason` ends the sentence "Could not look: …"; `needs` names variables or
 * options it asks for. Both may hold a server's own words: bounded, and shown as text only.
 */
export class CouldNotLook extends Error {
  readonly reason: string;
  readonly needs: readonly string[];

  constructor(reason: string, needs: readonly string[] = []) {
    super(`Could not look: ${reason}`);
    this.name = "CouldNotLook";
    this.reason = reason;
    this.needs = needs;
  }
}

/** "SLACK_BOT_TOKEN and SLACK_TEAM_ID". */
export function namesInWords(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
