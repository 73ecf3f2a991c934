import type { Environment } from "#app/domain/identity/environments.ts";
import type { ChecklistItem } from "#app/domain/requests/request-words.ts";
import type { AgentKey } from "./demo-agents.ts";
import type { PersonKey, TEAMS } from "./demo-people.ts";
import type { ServerKey } from "./demo-servers.ts";

type Who = PersonKey | "owner";

/** What followed; `at` is days before now. */
export type DemoStep = { at: number; by: Who } & (
  | { do: "approve"; tools?: readonly string[]; days?: number; reason?: string }
  | { do: "deny"; reason: string }
  | { do: "ask"; question: string }
  | { do: "answer"; answer: string }
  | { do: "withdraw" }
  | { do: "check"; item: ChecklistItem; answer: "yes" | "no"; note: string }
  | { do: "suspend" | "revoke"; reason: string }
);

export type DemoRequest = {
  at: number;
  by: Who;
  server: ServerKey;
  team?: (typeof TEAMS)[number];
  agent?: AgentKey;
  environment?: Environment;
  tools?: readonly string[];
  /** How long it was asked for, from the day it was asked. */
  days: number;
  reason: string;
  followed: readonly DemoStep[];
};

export const REQUESTS: readonly DemoRequest[] = [
  {
    at: 84,
    by: "ravi",
    server: "github",
    team: "Platform",
    days: 170,
    reason: "Reviewing pull requests and searching code from the editor.",
    followed: [
      {
        at: 83.8,
        by: "priya",
        do: "check",
        item: "source_reviewed",
        answer: "yes",
        note: "Public source, read release notes.",
      },
      { at: 83.7, by: "priya", do: "approve" },
    ],
  },
  {
    at: 80,
    by: "sofia",
    server: "github",
    team: "Payments",
    days: 83,
    reason: "Moving off the archived server with tokens in files.",
    followed: [{ at: 79.4, by: "milan", do: "approve" }],
  },
  {
    at: 74,
    by: "sofia",
    server: "stripe",
    team: "Payments",
    environment: "development",
    days: 150,
    reason: "Looking up customers and invoices while working on billing.",
    followed: [
      {
        at: 73.6,
        by: "priya",
        do: "check",
        item: "permissions_needed",
        answer: "no",
        note: "Refunds are not needed for this.",
      },
      {
        at: 73.2,
        by: "priya",
        do: "approve",
        tools: ["list_customers", "list_invoices", "create_payment_link"],
        reason: "Refunds and cancellations stay in the dashboard.",
      },
    ],
  },
  {
    at: 71,
    by: "tomas",
    server: "postgres",
    days: 60,
    reason: "Exploring the warehouse schema.",
    followed: [{ at: 70.1, by: "jonas", do: "approve", reason: "Read-only role, 60 days." }],
  },
  {
    at: 70,
    by: "ravi",
    server: "sentry",
    team: "Platform",
    days: 160,
    reason: "Reading errors beside the code.",
    followed: [{ at: 69.2, by: "jonas", do: "approve" }],
  },
  {
    at: 65,
    by: "noor",
    server: "context7",
    team: "Platform",
    days: 170,
    reason: "Current documentation of our libraries.",
    followed: [{ at: 64.5, by: "elif", do: "approve" }],
  },
  {
    at: 61,
    by: "ines",
    server: "linear",
    team: "Mobile",
    days: 160,
    reason: "Reading tickets beside the code.",
    followed: [{ at: 60.3, by: "jonas", do: "approve" }],
  },
  {
    at: 60,
    by: "noor",
    server: "playwright",
    days: 90,
    reason: "Writing browser tests of the shop.",
    followed: [
      {
        at: 58.5,
        by: "elif",
        do: "approve",
        tools: ["browser_navigate", "browser_snapshot", "browser_click"],
        reason: "No uploads.",
      },
    ],
  },
  {
    at: 57,
    by: "lena",
    server: "notion",
    days: 150,
    reason: "Reading the data handbook.",
    followed: [
      { at: 56.2, by: "priya", do: "approve" },
      {
        at: 19,
        by: "priya",
        do: "revoke",
        reason: "The token stood in the client file. Ask again with a variable.",
      },
    ],
  },
  {
    at: 55,
    by: "kofi",
    server: "postgres",
    environment: "production",
    days: 30,
    reason: "Checking orders while on call.",
    followed: [
      {
        at: 54.6,
        by: "jonas",
        do: "deny",
        reason:
          "The file holds the password of the orders database. Ask again with a variable and a read-only role.",
      },
    ],
  },
  {
    at: 50,
    by: "tomas",
    server: "context7",
    team: "Data",
    days: 170,
    reason: "Current documentation of our libraries.",
    followed: [{ at: 49.9, by: "elif", do: "approve" }],
  },
  {
    at: 48,
    by: "ravi",
    server: "terraform",
    team: "Platform",
    days: 175,
    reason: "Looking up providers and modules.",
    followed: [{ at: 47.2, by: "milan", do: "approve" }],
  },
  {
    at: 47,
    by: "ines",
    server: "github",
    team: "Mobile",
    days: 165,
    reason: "Reviewing pull requests of the apps.",
    followed: [{ at: 46.4, by: "priya", do: "approve" }],
  },
  {
    at: 46,
    by: "yuki",
    server: "memory",
    days: 120,
    reason: "Notes between sessions, kept on my machine.",
    followed: [{ at: 45.1, by: "elif", do: "approve" }],
  },
  {
    at: 43,
    by: "ines",
    server: "figma",
    team: "Mobile",
    days: 120,
    reason: "Building screens from the design files.",
    followed: [
      { at: 42.5, by: "priya", do: "ask", question: "Does it need to write, or is a read-only key enough?" },
      {
        at: 42,
        by: "ines",
        do: "answer",
        answer: "Read-only is enough. The key is limited to our two design projects.",
      },
      { at: 41, by: "priya", do: "approve", days: 90 },
    ],
  },
  {
    at: 38,
    by: "marek",
    server: "filesystem",
    days: 60,
    reason: "Editing notebooks outside the editor.",
    followed: [{ at: 37.3, by: "marek", do: "withdraw" }],
  },
  { at: 33, by: "tomas", server: "fetch", days: 60, reason: "Reading vendor documentation.", followed: [] },
  {
    at: 30,
    by: "yuki",
    server: "context7",
    days: 100,
    reason: "Documentation of mobile libraries.",
    followed: [
      { at: 29.6, by: "elif", do: "approve" },
      { at: 1.5, by: "priya", do: "suspend", reason: "Looking into a report about this laptop." },
    ],
  },
  {
    at: 24,
    by: "priya",
    server: "memory",
    days: 90,
    reason: "Trying it before recommending it.",
    followed: [{ at: 23.5, by: "milan", do: "approve" }],
  },
  {
    at: 20,
    by: "noor",
    server: "slack",
    days: 90,
    reason: "Posting release notes.",
    followed: [
      {
        at: 19.4,
        by: "jonas",
        do: "deny",
        reason:
          "Its tools declare nothing about what they change. Use the release bot, which posts to one channel.",
      },
    ],
  },
  {
    at: 28,
    by: "lena",
    server: "git",
    team: "Data",
    days: 150,
    reason: "History of the pipelines from the editor.",
    followed: [
      { at: 27.1, by: "tomas", do: "approve", reason: "As everybody in the team works in that repository." },
    ],
  },
  {
    at: 15,
    by: "milan",
    server: "git",
    days: 120,
    reason: "Working on the infrastructure repository.",
    followed: [{ at: 14.8, by: "owner", do: "approve" }],
  },
  {
    at: 12,
    by: "kofi",
    server: "git",
    days: 120,
    tools: ["git_status", "git_diff", "git_commit"],
    reason: "Commits from the terminal.",
    followed: [{ at: 11.7, by: "jonas", do: "approve" }],
  },
  {
    at: 11,
    by: "marek",
    server: "firecrawl",
    environment: "production",
    days: 60,
    reason: "Collecting competitor prices every night.",
    followed: [
      {
        at: 9,
        by: "jonas",
        do: "check",
        item: "calls_logged",
        answer: "no",
        note: "Runs outside the gateway.",
      },
    ],
  },
  {
    at: 8,
    by: "sofia",
    server: "linear",
    team: "Payments",
    days: 90,
    reason: "Reading tickets beside the code.",
    followed: [{ at: 7.6, by: "jonas", do: "approve" }],
  },
  {
    at: 6,
    by: "lena",
    server: "wiki",
    days: 30,
    reason: "Searching the internal wiki.",
    followed: [
      {
        at: 5.5,
        by: "priya",
        do: "ask",
        question: "It is reached without TLS and your key stands in the file. Can you use the https address?",
      },
    ],
  },
  {
    at: 5,
    by: "ines",
    server: "playwright",
    days: 60,
    reason: "Trying out the web checkout on phones.",
    followed: [],
  },
  {
    at: 4,
    by: "yuki",
    server: "atlassian",
    days: 90,
    reason: "Reading tickets of the app team.",
    followed: [],
  },
  {
    at: 3,
    by: "tomas",
    server: "supabase",
    team: "Data",
    environment: "staging",
    days: 90,
    reason: "Checking migrations on staging before release.",
    followed: [],
  },
  {
    at: 78,
    by: "tomas",
    server: "postgres",
    agent: "reports",
    environment: "production",
    tools: ["query"],
    days: 170,
    reason: "Reading the sales tables for the monthly report.",
    followed: [
      { at: 77.4, by: "priya", do: "approve", days: 160, reason: "Reads only; review in three months." },
    ],
  },
  {
    at: 55,
    by: "sofia",
    server: "github",
    agent: "releaseNotes",
    environment: "staging",
    days: 120,
    reason: "Reading merged changes.",
    followed: [{ at: 54.6, by: "jonas", do: "approve" }],
  },
  {
    at: 2.6,
    by: "noor",
    server: "playwright",
    team: "Platform",
    days: 45,
    tools: ["browser_navigate", "browser_snapshot"],
    reason: "Looking at dashboards from the editor.",
    followed: [{ at: 2.1, by: "ravi", do: "approve" }],
  },
  {
    at: 1.8,
    by: "lena",
    server: "postgres",
    tools: ["query"],
    days: 30,
    reason: "Monthly revenue report.",
    followed: [],
  },
  { at: 0.7, by: "kofi", server: "sequential", days: 90, reason: "Planning larger changes.", followed: [] },
  {
    at: 0.2,
    by: "noor",
    server: "filesystem",
    days: 60,
    reason: "Moving assets between projects.",
    followed: [],
  },
];
