import type { ToolChange } from "./compare-tools.ts";
import { isObject, type JsonObject, shown } from "./schema-sides.ts";

/** What a registry says a server may touch: names of reach, such as `network *` or `write /data`. */
function reachOf(profile: unknown): Set<string> {
  const reach = new Set<string>();
  if (!isObject(profile)) return reach;
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  for (const place of list(profile.read)) reach.add(`read ${place}`);
  for (const place of list(profile.write)) reach.add(`write ${place}`);
  const outbound =
    isObject(profile.network) && isObject(profile.network.outbound) ? profile.network.outbound : {};
  const ports = list(outbound.allow_port);
  if (outbound.insecure_allow_all === true) reach.add("network *");
  const hosts = list(outbound.allow_host);
  for (const port of hosts.length > 0 ? [] : ports) reach.add(`network to hosts not named:${port}`);
  // hosts without a port list may be reached at any port
  for (const host of hosts) {
    for (const port of ports.length > 0 ? ports : ["*"]) reach.add(`network ${host}:${port}`);
  }
  return reach;
}

/** Whether one of `reach` lets through what `what` names. */
function covers(reach: ReadonlySet<string>, what: string): boolean {
  if (reach.has(what)) return true;
  if (!what.startsWith("network "))
    return what.startsWith("read ") && reach.has(what.replace("read ", "write "));
  return reach.has("network *") || reach.has(what.replace(/:[^:]*$/, ":*"));
}

/** How a permission profile widened or narrowed, in words; a profile that only says the same otherwise has not changed. */
export function compareProfiles(before: unknown, after: unknown): ToolChange[] {
  const [old, now] = [reachOf(before), reachOf(after)];
  const more = [...now].filter((what) => !covers(old, what));
  const less = [...old].filter((what) => !covers(now, what));
  return [
    ...(more.length > 0
      ? [{ kind: "scope_widened" as const, detail: more.map((what) => `may ${shown(what)} now`) }]
      : []),
    ...(less.length > 0
      ? [{ kind: "scope_narrowed" as const, detail: less.map((what) => `may not ${shown(what)} any more`) }]
      : []),
  ];
}

/** The value of one of `names`, whichever a registry uses. */
export function oneOfKeys(entry: JsonObject, names: readonly string[]): unknown {
  for (const name of names) if (entry[name] !== undefined && entry[name] !== null) return entry[name];
  return undefined;
}
