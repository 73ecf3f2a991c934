import type { ServerKind } from "#app/domain/catalog/catalog-words.ts";
import type { StandingCounts } from "#app/domain/inventory/inventory-rows.ts";
import type { Standing } from "#app/domain/inventory/inventory-words.ts";
import { plural } from "#app/ui/plural.ts";
import { standingLook } from "#app/ui/tones.ts";

export const kindWords = {
  npm: "npm package",
  pypi: "Python package",
  oci: "container image",
  remote: "remote server",
  command: "command of its own",
} as const satisfies Record<ServerKind, string>;

/** What needs a person first. */
const ORDER: readonly Standing[] = ["blocked", "drifted", "over_scope", "unapproved", "lapsed", "approved"];

/** The standing a server's page leads with; undefined when nobody is seen to use it. */
export function leadingStanding(isBlocked: boolean, standings: StandingCounts): Standing | undefined {
  if (isBlocked) return "blocked";
  return ORDER.find((standing) => (standings[standing] ?? 0) > 0);
}

type Use = { installations: number; people: number; standings: StandingCounts };

/** Who uses it and how that stands, in one sentence. */
export function useSentence({ installations, people, standings }: Use, seesAll: boolean): string {
  if (installations === 0) {
    return seesAll ? "No device reports it in use." : "No device that you can see reports it in use.";
  }
  const parts = ORDER.flatMap((standing) => {
    const count = standings[standing] ?? 0;
    return count > 0 ? [`${count} ${standingLook[standing].word.toLowerCase()}`] : [];
  });
  const where = plural(installations, { one: "# installation", other: "# installations" });
  const whose = plural(people, { one: "# person", other: "# people" });
  return `${where} of ${whose}${seesAll ? "" : ", as far as you can see"}: ${parts.join(", ")}.`;
}

/** The command that asks a server for its tools; undefined where none can be offered. */
export function probeCommand(identity: string): string | undefined {
  const isNpm = /^npm:(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i.test(identity);
  return isNpm ? `node castellan.mjs probe ${identity} --send` : undefined;
}

/** Said where no live grant is seen: for everybody, or only as far as the viewer's own go. */
export function notApprovedWords(seesAllGrants: boolean): string {
  return seesAllGrants ? "nobody is approved now" : "you are not approved now";
}

export const relationWords = {
  official: "who runs the service behind it",
  third_party: "a third party",
} as const;
