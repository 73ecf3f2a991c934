import type { Environment } from "#app/domain/identity/environments.ts";
import type { PersonKey } from "./demo-people.ts";

type DemoAgent = {
  name: string;
  purpose: string;
  owner: PersonKey;
  environment: Environment;
  /** Days before now: when it was registered, and by when it was to be reviewed. */
  at: number;
  reviewBy: number;
  reviewed?: { at: number; by: PersonKey; next: number };
};

/** One that is looked after, and one whose review is overdue. */
export const AGENTS = {
  releaseNotes: {
    name: "Release notes",
    purpose: "Writes release notes from merged changes.",
    owner: "sofia",
    environment: "staging",
    at: 62,
    reviewBy: 18,
    reviewed: { at: 20, by: "priya", next: -70 },
  },
  reports: {
    name: "Report builder",
    purpose: "Builds the monthly revenue report from the sales database.",
    owner: "tomas",
    environment: "production",
    at: 80,
    reviewBy: 3,
  },
} as const satisfies Record<string, DemoAgent>;

export type AgentKey = keyof typeof AGENTS;

export const agentKeys = Object.keys(AGENTS).filter((key): key is AgentKey => key in AGENTS);

export function agentOf(key: AgentKey): DemoAgent {
  return AGENTS[key];
}
