import semver from "semver";
import type { Packument } from "./packument.ts";

/** What a dependency asks for: a package of the registry, or something the registry does not have. */
export type Wanted = { name: string; range: string } | { why: string };

const NAME = /^(?:@[a-z0-9~._-]+\/)?[a-z0-9~._-]+$/i;

/** Understands a dependency as npm does: ranges, tags, `npm:` aliases; addresses and folders are nothing a registry tells. */
export function wantedBy(name: string, spec: string): Wanted {
  const text = spec.trim();
  if (text.startsWith("npm:")) {
    const target = text.slice(4);
    const at = target.indexOf("@", 1);
    return named(at < 0 ? target : target.slice(0, at), at < 0 ? "" : target.slice(at + 1));
  }
  if (
    /^(?:git\+|git:|https?:|file:|link:|workspace:|portal:|patch:|github:|gitlab:|bitbucket:|gist:)/i.test(
      text,
    )
  )
    return { why: `It comes from ${text.split(":")[0]}, not from the registry.` };
  if (/^[~^<>=\d*xXv\s]/.test(text) || text === "") return named(name, text);
  if (/[/\\]/.test(text)) return { why: "It comes from a folder or a repository, not from the registry." };
  return named(name, text);
}

function named(name: string, range: string): Wanted {
  return NAME.test(name) && name.length <= 214
    ? { name, range }
    : { why: "Its name is none a registry could have." };
}

/**
 * The version npm would choose now: that of the tag, the newest by tag when it is in the range, else the highest in it
 * that is not deprecated.
 */
export function resolveRange(
  { tags, versions }: Pick<Packument, "tags" | "versions">,
  range: string,
): string | null {
  const wanted = range.trim();
  const tagged = Object.hasOwn(tags, wanted) ? tags[wanted] : undefined;
  if (tagged !== undefined) return versions.has(tagged) ? tagged : null;
  const latest = Object.hasOwn(tags, "latest") ? tags.latest : undefined;
  const valid = semver.validRange(wanted, { loose: true });
  if (valid === null) return null;
  if (latest !== undefined && versions.has(latest) && semver.satisfies(latest, wanted, { loose: true }))
    return latest;
  const all = [...versions.values()];
  const kept = all.filter(({ deprecated }) => typeof deprecated !== "string").map(({ version }) => version);
  return (
    semver.maxSatisfying(kept, wanted, { loose: true }) ??
    semver.maxSatisfying(
      all.map(({ version }) => version),
      wanted,
      { loose: true },
    )
  );
}
