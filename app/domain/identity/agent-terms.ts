import { LONGEST_TERM, splitWords } from "#app/domain/identity/member-terms.ts";

/** The lower-case words an agent is found by: its name, and the words of it. */
export function agentTerms(agent: { name: string }): string[] {
  const words = [agent.name.toLowerCase(), ...splitWords(agent.name)];
  return [...new Set(words.map((word) => word.slice(0, LONGEST_TERM)))].slice(0, 16);
}
