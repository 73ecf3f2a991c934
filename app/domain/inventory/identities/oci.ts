import type { CommandLine, Recognition } from "./identity.ts";

const ENGINES = new Set(["docker", "podman", "nerdctl", "finch", "container"]);
const GLOBAL_VALUED = new Set(
  "-c --context --config -H --host -l --log-level --tlscacert --tlscert --tlskey --connection --url --root -n --namespace -a --address".split(
    " ",
  ),
);
/** Long flags of `run` without a value; every other long flag takes the next word unless it holds `=`. */
const SWITCHES = new Set(
  (
    "--detach --disable-content-trust --help --init --interactive --no-healthcheck --oom-kill-disable --privileged " +
    "--publish-all --quiet --read-only --rm --sig-proxy --tty --use-api-socket --replace --rmi --no-hosts --no-hostname " +
    "--read-only-tmpfs --http-proxy --env-host --passwd --tls-verify --systemd --unsetenv-all"
  ).split(" "),
);
const SHORT_SWITCHES = "itdPq";
const SHORT_VALUED = "aceghlmpuvw";

/** How many words the flag at the head takes: itself, or itself and its value. */
function flagWidth(word: string): number {
  if (word.startsWith("--")) return word.includes("=") || SWITCHES.has(word) ? 1 : 2;
  for (let index = 1; index < word.length; index += 1) {
    const letter = word.charAt(index);
    if (SHORT_SWITCHES.includes(letter)) continue;
    // The rest of the word is the value of a short flag (`-p8080:80`); without a rest it is the next word.
    return SHORT_VALUED.includes(letter) && index === word.length - 1 ? 2 : 1;
  }
  return 1;
}

/** The image of a `run` command, with the flags before it, or undefined when this is no `run`. */
export function containerRun(line: CommandLine): { image: string; flags: readonly string[] } | undefined {
  if (!ENGINES.has(line.program)) return undefined;
  let index = 0;
  while (line.args[index]?.startsWith("-")) index += GLOBAL_VALUED.has(line.args[index] ?? "") ? 2 : 1;
  if (line.args[index] === "container") index += 1;
  if (line.args[index] !== "run" && line.args[index] !== "create") return undefined;
  const start = index + 1;
  index = start;
  while (index < line.args.length) {
    const word = line.args[index] ?? "";
    if (word === "--") {
      index += 1;
      break;
    }
    if (!word.startsWith("-") || word === "-") break;
    index += flagWidth(word);
  }
  const image = line.args[index];
  return image === undefined ? undefined : { image, flags: line.args.slice(start, index) };
}

/** `name`, `owner/name` and `registry/…` spelled out as engines do: docker.io, and library for bare names. */
export function parseImage(
  image: string,
): { name: string; tag: string | null; digest: string | null } | undefined {
  const [reference = "", digest] = image.replace(/^docker:\/\//, "").split("@");
  const slash = reference.lastIndexOf("/");
  const colon = reference.indexOf(":", slash + 1);
  const path = (colon < 0 ? reference : reference.slice(0, colon)).toLowerCase();
  const tag = colon < 0 ? null : reference.slice(colon + 1);
  if (!/^[a-z0-9][a-z0-9._-]*(?::\d+)?(?:\/[a-z0-9][a-z0-9._-]*)*$/.test(path)) return undefined;
  const [head = "", ...tail] = path.split("/");
  const registry = tail.length > 0 && (/[.:]/.test(head) || head === "localhost");
  const host = registry ? head.replace(/^(?:index|registry-1)\.docker\.io$/, "docker.io") : "docker.io";
  const inside = registry ? tail : [head, ...tail];
  const name = host === "docker.io" && inside.length === 1 ? `library/${inside[0]}` : inside.join("/");
  return { name: `${host}/${name}`, tag, digest: digest ?? null };
}

/** Containers: `oci:registry/name` for docker, podman, nerdctl, finch run. Only a digest pins, a tag can be moved. */
export function recogniseOci(line: CommandLine): Recognition {
  const run = containerRun(line);
  const image = run === undefined ? undefined : parseImage(run.image);
  if (image === undefined) return undefined;
  const release = image.digest ?? (image.tag === "latest" ? null : image.tag);
  return { found: { identity: `oci:${image.name}`, kind: "oci", release, pinned: image.digest !== null } };
}
