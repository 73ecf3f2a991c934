import { randomBytes } from "node:crypto";
import type { Laptop } from "./laptop.ts";

/** Made for each run, so that no secret of any shape stands in the repository. */
export type Planted = Record<"github" | "database" | "sentry" | "memory" | "opaque", string>;

export function plantSecrets(): Planted {
  const letters = (length: number) => randomBytes(length).toString("hex").slice(0, length);
  return {
    github: `ghp_${letters(36)}`,
    database: `P${letters(20)}`,
    sentry: `sntrys_${letters(40)}`,
    memory: letters(48),
    opaque: letters(40),
  };
}

export const MEMORY = "npm:@modelcontextprotocol/server-memory";

/** The servers that stand in the files below, each once. */
export const SERVERS = [
  "npm:@modelcontextprotocol/server-github",
  MEMORY,
  "npm:@modelcontextprotocol/server-slack",
  "oci:docker.io/mcp/filesystem",
  "pypi:postgres-mcp",
  "remote:https://mcp.sentry.dev/mcp",
];

/** Writes what the four clients keep on Linux, comments, trailing commas and secrets included. */
export async function writeClientFiles(laptop: Laptop, planted: Planted): Promise<void> {
  await laptop.write(
    ".cursor/mcp.json",
    `{
  // Kept by hand: comments and a trailing comma are allowed here.
  "mcpServers": {
    "github": {
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-github@2025.4.8"],
      "env": { "GITHUB_PERSONAL_ACCESS_TOKEN": "${planted.github}" },
    },
    "memory": {
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-memory"],
      "env": { "MEMORY_TOKEN": "${planted.memory}" },
    },
  },
}
`,
  );
  await laptop.write(
    ".claude.json",
    JSON.stringify({
      numStartups: 12,
      mcpServers: {
        sentry: {
          type: "http",
          url: "https://mcp.sentry.dev/mcp",
          headers: { Authorization: `Bearer ${planted.sentry}` },
        },
      },
      projects: {
        [laptop.project]: {
          mcpServers: {
            orders: {
              command: "uvx",
              args: ["postgres-mcp", "--access-mode=unrestricted"],
              env: { DATABASE_URI: `postgresql://app:${planted.database}@db.shop.example/orders` },
            },
          },
        },
      },
    }),
  );
  await laptop.write(
    ".config/Code/User/mcp.json",
    JSON.stringify({
      inputs: [{ type: "promptString", id: "slack-token", description: "Slack token", password: true }],
      servers: {
        slack: {
          type: "stdio",
          command: "npx",
          args: ["-y", "@modelcontextprotocol/server-slack@2025.4.25"],
          env: { SLACK_BOT_TOKEN: `\${input:slack-token}` },
        },
      },
    }),
  );
  await laptop.write(
    ".config/Claude/claude_desktop_config.json",
    JSON.stringify({
      mcpServers: {
        files: {
          command: "docker",
          args: ["run", "-i", "--rm", "-e", `FILES_TOKEN=${planted.opaque}`, "mcp/filesystem", "/data"],
        },
        remember: { command: "npx", args: ["-y", "@modelcontextprotocol/server-memory"] },
      },
    }),
  );
}
