import { CUT } from "../scan-inputs.ts";
import { readFlags } from "./flags.ts";
import type { CommandLine, LaunchIdentity, Recognition } from "./identity.ts";
import { parseNpmSpec } from "./npm.ts";
import { parsePypiSpec } from "./pypi.ts";

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  "http:": "80",
  "https:": "443",
  "ws:": "80",
  "wss:": "443",
};

/**
 * `remote:` and the address without user, query, fragment, default port and slash at the end; scheme and host in lower
 * case. An address with references in its host is kept as written.
 */
export function remoteIdentity(url: string): Omit<LaunchIdentity, "wrappers"> {
  const bare = url
    .trim()
    .replace(/[?#][\s\S]*$/, "")
    .replace(/^([A-Za-z][\w+.-]*:\/\/)[^/]*@/, "$1");
  const parsed = /[${}•]/.test(bare.split("/")[2] ?? "") || !URL.canParse(bare) ? undefined : new URL(bare);
  const [, scheme = "", rest = ""] = /^([A-Za-z][\w+.-]*:\/\/)?([\s\S]*)$/.exec(bare) ?? [];
  let address = `${scheme.toLowerCase()}${rest.replace(/\s/g, "%20")}`;
  if (parsed !== undefined && parsed.host !== "") {
    const port =
      parsed.port === "" || parsed.port === DEFAULT_PORTS[parsed.protocol] ? "" : `:${parsed.port}`;
    const path = parsed.pathname.replaceAll(encodeURI(CUT), CUT).replace(/%7B/gi, "{").replace(/%7D/gi, "}");
    address = `${parsed.protocol}//${parsed.hostname.toLowerCase().replace(/\.$/, "")}${port}${path}`;
  }
  const named = address.replace(/\/+$/, "");
  return { identity: `remote:${named === "" ? CUT : named}`, kind: "remote", release: null, pinned: false };
}

const NPM_BRIDGES = new Set(["mcp-remote", "supergateway", "mcp-proxy", "mcp-remote-client"]);
const PYPI_BRIDGES = new Set(["mcp-proxy"]);
const VALUED = new Set(
  "--sse --streamableHttp --streamable-http --header -H --headers --transport --timeout --logLevel --env -e --port".split(
    " ",
  ),
);

function bridgedUrl(args: readonly string[]): string | undefined {
  const { values } = readFlags(args, VALUED);
  const named = ["--sse", "--streamableHttp", "--streamable-http"].flatMap(
    (flag) => values.get(flag) ?? [],
  )[0];
  return (
    named ??
    args.find(
      (word, index) =>
        /^(?:(?:https?|wss?):\/\/|\$\{)/i.test(word) &&
        !/^-(?:H|-headers?|e|-env)$/.test(args[index - 1] ?? ""),
    )
  );
}

/** A local bridge whose only purpose is a remote server: the remote one is the server that is used. */
export function recogniseBridge(line: CommandLine, local: Recognition): Recognition {
  const name = local !== undefined && "found" in local ? local.found.identity : `bin:${line.program}`;
  const [kind, ...rest] = name.split(":");
  const bridge = rest.join(":");
  const known =
    kind === "pypi"
      ? PYPI_BRIDGES.has(bridge)
      : (kind === "npm" || kind === "bin") && NPM_BRIDGES.has(bridge);
  if (!known) return undefined;
  const position = line.args.findIndex(
    (word) => (parseNpmSpec(word) ?? parsePypiSpec(word))?.name === bridge,
  );
  const url = bridgedUrl(line.args.slice(position + 1));
  if (url === undefined) return undefined;
  return { found: { ...remoteIdentity(url), via: "mcp-remote", address: url } };
}
