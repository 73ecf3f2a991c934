import type { Client } from "#app/domain/inventory/formats/client-format.ts";
import { identifyLaunch, type LaunchIdentity } from "#app/domain/inventory/launch-identity.ts";
import { readClientFile } from "#app/domain/inventory/read-client-file.ts";
import type { DemoUse } from "./demo-laptops.ts";
import { type ServerKey, serverOf } from "./demo-servers.ts";

type Platform = "darwin" | "linux" | "win32";

/** Where a client keeps its user file, home written ~. */
export function clientPath(client: Client, platform: Platform): string {
  const settings = {
    darwin: "~/Library/Application Support",
    linux: "~/.config",
    win32: "~/AppData/Roaming",
  }[platform];
  if (client === "cursor") return "~/.cursor/mcp.json";
  if (client === "claude-code") return "~/.claude.json";
  if (client === "vscode") return `${settings}/Code/User/mcp.json`;
  return `${settings}/Claude/claude_desktop_config.json`;
}

/**
 * A client file as a person would have written it.
 * @param secretOf a made-up credential for the uses that have one in the file itself
 */
export function clientText(
  client: Client,
  uses: readonly DemoUse[],
  secretOf: (server: ServerKey) => string,
): string {
  const entries = uses.map((use) => [use.name ?? use.server, entryOf(use, secretOf)]);
  return JSON.stringify({ [client === "vscode" ? "servers" : "mcpServers"]: Object.fromEntries(entries) });
}

function entryOf(use: DemoUse, secretOf: (server: ServerKey) => string): Record<string, unknown> {
  const { launch, credential } = serverOf(use.server);
  const held = use.literal ? secretOf(use.server) : `\${env:${credential}}`;
  const disabled = use.disabled ? { disabled: true } : {};
  if ("url" in launch) {
    return { ...launch, ...disabled, ...(credential ? { headers: { [credential]: `Bearer ${held}` } } : {}) };
  }
  const { command, args } = launch;
  if (use.server === "postgres") return { command, args: [...args, held], ...disabled };
  return { command, args, ...disabled, ...(credential ? { env: { [credential]: held } } : {}) };
}

/** The identity the product gives the server, found the way it finds everybody's. */
export function identityOf(server: ServerKey): string {
  const text = clientText("cursor", [{ client: "cursor", server, from: 0 }], () => "");
  const [file] = readClientFile({ path: clientPath("cursor", "linux"), text });
  const launch = file.entries[0]?.launch;
  const found: LaunchIdentity | undefined = launch && identifyLaunch(launch);
  if (!found) throw new Error(`The demo server ${server} has no identity.`);
  return found.identity;
}
