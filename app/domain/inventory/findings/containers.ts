import { containerRun } from "../identities/oci.ts";
import { type LaunchFinding, type SeenEntry, unwrapped, whereIs } from "./finding.ts";
import { mountsOf } from "./mounts.ts";

/** Flags and their values, attached or in the next word, as `flag=value`. */
function pairsOf(flags: readonly string[]): { text: string; word: string }[] {
  return flags.map((word, index) => ({
    text: word.startsWith("--") && !word.includes("=") ? `${word}=${flags[index + 1] ?? ""}` : word,
    word,
  }));
}

const CAPABILITIES =
  /^--cap-add=(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|SYS_RAWIO|DAC_READ_SEARCH|NET_ADMIN|BPF)$/i;
const UNCONFINED = /^--security-opt=(?:seccomp|apparmor|label|systempaths)[=:](?:unconfined|disable)$/i;
const HOST_SPACES = /^--(?:pid|ipc|userns|uts|cgroupns)=host$/i;
const SOCKET =
  /(?:^|[\\/])(?:docker|podman|containerd|crio|cri-dockerd)\.sock$|^\/\/\.\/pipe\/docker_engine$|[\\/]pipe[\\/]docker_engine$/i;

function privileged(flags: readonly string[]): string | undefined {
  const found = pairsOf(flags).find(
    ({ text, word }) =>
      /^--privileged(?:=true)?$/i.test(word) ||
      CAPABILITIES.test(text) ||
      UNCONFINED.test(text) ||
      HOST_SPACES.test(text),
  );
  return found?.word;
}

function onHostNetwork(flags: readonly string[]): string | undefined {
  return pairsOf(flags).find(({ text }) => /^--net(?:work)?=(?:name=)?host$/i.test(text))?.word;
}

/** What a container is given of the machine it runs on. */
export function containerReach(entry: SeenEntry): LaunchFinding[] {
  const { launch } = entry;
  const flags = containerRun(unwrapped(entry).line)?.flags;
  if (flags === undefined) return [];
  const found: LaunchFinding[] = [];
  const add = (
    word: string | undefined,
    rule: LaunchFinding["rule"],
    severity: LaunchFinding["severity"],
    sentence: string,
    remedy: string,
  ) => {
    if (word !== undefined) found.push({ rule, severity, where: whereIs(launch, word), sentence, remedy });
  };
  add(
    privileged(flags),
    "container-privileged",
    "critical",
    "The container runs with the rights of the machine itself, so it holds nothing back that the server does.",
    "Take the flag away; give single rights with --cap-add only where the server cannot do without.",
  );
  add(
    mountsOf(flags).find(({ source }) => SOCKET.test(source))?.word,
    "docker-socket",
    "critical",
    "The server is given the container engine's socket: it can start any container with any part of this machine.",
    "Take the mount away. A server that manages containers belongs on a machine of its own.",
  );
  add(
    onHostNetwork(flags),
    "host-network",
    "medium",
    "The container shares the machine's network: it reaches every service that listens for this machine alone.",
    "Take the flag away; publish single ports, or name a network made for this server.",
  );
  return found;
}
