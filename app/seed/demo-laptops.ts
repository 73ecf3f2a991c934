import type { Client } from "#app/domain/inventory/formats/client-format.ts";
import type { PersonKey } from "./demo-people.ts";
import type { ServerKey } from "./demo-servers.ts";

/** A server in one person's client file, from and until so many days before now. */
export type DemoUse = {
  client: Client;
  server: ServerKey;
  from: number;
  until?: number;
  /** The name in the file; the server's key when absent. */
  name?: string;
  /** The credential stands in the file itself. */
  literal?: true;
  disabled?: true;
};

const use = (client: Client, server: ServerKey, from: number, more: Partial<DemoUse> = {}): DemoUse => ({
  client,
  server,
  from,
  ...more,
});

export const LAPTOPS: Partial<Record<PersonKey, readonly DemoUse[]>> = {
  milan: [
    use("claude-code", "git", 88),
    use("claude-code", "terraform", 60),
    use("claude-code", "awsDocs", 41),
  ],
  priya: [use("cursor", "github", 85), use("cursor", "sentry", 70), use("claude-desktop", "memory", 80)],
  ravi: [
    use("cursor", "github", 87),
    use("cursor", "grafana", 64, { literal: true }),
    use("cursor", "sentry", 72),
    use("cursor", "context7", 66),
    use("claude-code", "terraform", 50),
    use("claude-code", "deploy", 30),
  ],
  noor: [
    use("vscode", "github", 86),
    use("vscode", "sentry", 58),
    use("vscode", "playwright", 44),
    use("vscode", "context7", 62),
    use("claude-desktop", "slack", 35, { until: 17 }),
    use("claude-desktop", "slack", 5),
    use("claude-desktop", "filesystem", 35),
  ],
  sofia: [
    use("cursor", "githubNpm", 87, { name: "github", literal: true, until: 52 }),
    use("cursor", "github", 52),
    use("cursor", "stripe", 75),
    use("cursor", "sentry", 61),
    use("claude-desktop", "linear", 48),
  ],
  kofi: [
    use("cursor", "stripe", 68),
    use("cursor", "postgres", 55, { literal: true, name: "orders-db" }),
    use("cursor", "githubNpm", 80, { name: "github", literal: true }),
    use("claude-code", "git", 77),
    use("claude-code", "sequential", 40),
  ],
  tomas: [
    use("cursor", "postgres", 83, { name: "warehouse" }),
    use("cursor", "supabase", 26),
    use("cursor", "context7", 60),
    use("claude-desktop", "notion", 71),
    use("claude-desktop", "fetch", 33),
  ],
  lena: [
    use("vscode", "postgres", 79, { name: "warehouse", literal: true }),
    use("vscode", "fetch", 74),
    use("vscode", "git", 45),
    use("claude-desktop", "notion", 57, { literal: true }),
    use("claude-desktop", "wiki", 22, { literal: true }),
  ],
  ines: [
    use("cursor", "figma", 81),
    use("cursor", "github", 63),
    use("cursor", "playwright", 38),
    use("claude-desktop", "linear", 76),
    use("claude-desktop", "notionRemote", 20),
  ],
  yuki: [
    use("cursor", "figma", 82, { literal: true }),
    use("cursor", "playwright", 65),
    use("cursor", "memory", 47),
    use("cursor", "awsDocs", 60, { until: 24 }),
    use("claude-code", "context7", 29),
    use("claude-code", "atlassian", 13),
  ],
  marek: [
    use("claude-code", "filesystem", 84),
    use("claude-code", "firecrawl", 36, { literal: true }),
    use("claude-code", "time", 54, { disabled: true }),
    use("vscode", "supabase", 18),
    use("vscode", "slack", 9),
  ],
  bruno: [use("cursor", "firecrawl", 78), use("cursor", "atlassian", 69)],
};

/** Days before now on which machines report: weekly, at the end daily. */
export const REPORT_DAYS = [88, 81, 74, 67, 60, 53, 46, 39, 32, 25, 18, 11, 6, 4, 2, 1, 0.1] as const;

/** From this day on the person's machine reports no more. */
export const SILENT_SINCE: Partial<Record<PersonKey, number>> = { marek: 8, bruno: 15 };

/** From this day on the file of this client cannot be read. */
export const BROKEN_SINCE: Partial<Record<PersonKey, { client: Client; day: number }>> = {
  lena: { client: "claude-desktop", day: 2 },
};
