import type { Node } from "jsonc-parser";
import type { RawLaunch } from "../redact-launch.ts";
import { SCAN_LIMITS } from "../scan-inputs.ts";
import { memberOf, membersOf } from "./json-file.ts";

/** Keys that name tools the client calls without asking (`true` means all), and keys that say so of every tool. */
const APPROVING = ["alwaysAllow", "always_allow", "autoApprove", "auto_approve"];
const TRUSTING = ["trust", "autoApproveAll"];
const MODE = "default_tools_approval_mode";

/** Keys that switch certificate checks off when they are false, and those that do when they are true. */
const CHECKING = [
  "verifySsl",
  "verify_ssl",
  "verifySSL",
  "sslVerify",
  "ssl_verify",
  "verifyTls",
  "verify_tls",
  "tlsVerify",
];
const STRICT = ["rejectUnauthorized", "strictSSL", "strictSsl", "strict_ssl"];
const LAX = [
  "insecure",
  "allowInsecure",
  "skipTlsVerify",
  "insecureSkipVerify",
  "insecure_skip_verify",
  "ignoreHttpsErrors",
];

/** Continue keeps them one level deeper. */
const NESTED = "requestOptions";

/** The keys of this entry that are read here, whatever the client: those with a value that a client would take. */
export function switchKeysOf(entry: Node): string[] {
  const types = (key: string) => {
    if (key === MODE) return ["string"];
    return APPROVING.includes(key) ? ["array", "boolean"] : ["boolean"];
  };
  const nested = memberOf(entry, NESTED);
  const tls = [...CHECKING, ...STRICT, ...LAX];
  return [
    ...[...APPROVING, ...TRUSTING, MODE, ...tls].filter((key) =>
      types(key).includes(memberOf(entry, key)?.type ?? ""),
    ),
    ...tls.filter((key) => memberOf(nested, key)?.type === "boolean").map((key) => `${NESTED}.${key}`),
  ];
}

type Switches = Pick<RawLaunch, "autoApproved" | "uncheckedTls">;

function namesIn(node: Node): string[] {
  if (node.value === true) return ["*"];
  const names = (node.type === "array" ? (node.children ?? []) : [node]).map((child): unknown => child.value);
  return names
    .filter((name) => typeof name === "string" && name !== "")
    .slice(0, SCAN_LIMITS.variables) as string[];
}

/** Codex: `tools.<name>.approval_mode = "approve"`. */
function approvedOneByOne(entry: Node): string[] {
  const tools = memberOf(entry, "tools");
  if (tools?.type !== "object") return [];
  return membersOf(tools)
    .filter(({ node, overridden }) => !overridden && memberOf(node, "approval_mode")?.value === "approve")
    .map(({ key }) => key)
    .slice(0, SCAN_LIMITS.variables);
}

function uncheckedIn(node: Node): string[] {
  const value = (key: string): unknown => memberOf(node, key)?.value;
  return [
    ...[...CHECKING, ...STRICT].filter((key) => value(key) === false),
    ...LAX.filter((key) => value(key) === true),
  ];
}

/** What an entry says besides how its server starts: tools approved in advance, and certificates that are not checked. */
export function switchesOf(entry: Node, beside: Required<Switches>["autoApproved"] = []): Switches {
  if (entry.type !== "object") return {};
  const value = (key: string): unknown => memberOf(entry, key)?.value;
  const autoApproved = [
    ...APPROVING.flatMap((key) => {
      const node = memberOf(entry, key);
      return node === undefined ? [] : [{ key, tools: namesIn(node) }];
    }),
    ...TRUSTING.filter((key) => value(key) === true).map((key) => ({ key, tools: ["*"] })),
    ...(value(MODE) === "approve" ? [{ key: MODE, tools: ["*"] }] : []),
    { key: "tools", tools: approvedOneByOne(entry) },
    ...beside,
  ].filter(({ tools }) => tools.length > 0);
  const nested = memberOf(entry, NESTED);
  const uncheckedTls = [
    ...uncheckedIn(entry),
    ...(nested === undefined ? [] : uncheckedIn(nested).map((key) => `${NESTED}.${key}`)),
  ];
  return {
    ...(autoApproved.length === 0 ? {} : { autoApproved: autoApproved.slice(0, 8) }),
    ...(uncheckedTls.length === 0 ? {} : { uncheckedTls }),
  };
}
