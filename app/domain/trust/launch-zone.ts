import { containerRun } from "#app/domain/inventory/identities/oci.ts";
import type { Launch } from "#app/domain/inventory/scan-inputs.ts";
import { remoteAddress } from "./remote-address.ts";
import type { Zone } from "./zone-words.ts";

const NETWORK = /^--net(?:work)?(?:=(.*))?$/;

/** The zones a launch makes a server stand in; a local bridge to a remote server stands in two. */
export function zonesOfLaunch(identity: string, launch: Pick<Launch, "command" | "args"> | null): Zone[] {
  const remote = remoteAddress(identity);
  const isLocal = launch?.command !== undefined;
  if (remote) {
    if (!remote.known) return [];
    const there: Zone =
      remote.place === "public"
        ? "public_internet"
        : remote.place === "internal"
          ? "internal_segment"
          : "developer_machine";
    return isLocal && there !== "developer_machine" ? ["developer_machine", there] : [there];
  }
  if (!launch) return [];
  return [runsWithoutNetwork(launch) ? "container_without_network" : "developer_machine"];
}

function runsWithoutNetwork({ command = "", args }: Pick<Launch, "command" | "args">): boolean {
  const words = args.map((word) => ("text" in word ? word.text : ""));
  const program =
    command
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.exe$/i, "")
      .toLowerCase() ?? "";
  const run = containerRun({ program, path: command, args: words, variables: [] });
  if (!run) return false;
  const networks = run.flags.flatMap((word, index) => {
    const named = NETWORK.exec(word);
    return named ? [named[1] ?? run.flags[index + 1] ?? ""] : [];
  });
  return networks.length > 0 && networks.every((name) => name === "none");
}
