import { type ClassifiedDrift, classifyDrift } from "./classify-drift.ts";
import { compareBeside } from "./compare-beside.ts";
import { compareTools, type ToolChange } from "./compare-tools.ts";
import { CHANGE_KINDS, type ChangeKind, type DriftPolicy } from "./drift-words.ts";
import { compareProfiles } from "./permission-profile.ts";
import type { ListedServer } from "./read-listing.ts";
import { isEqual, shown } from "./schema-sides.ts";

export type ServerRow = ClassifiedDrift & {
  name: string;
  fate: "same" | "changed" | "added" | "removed";
  /** tools before, after, and the same in both */
  before: number;
  after: number;
  same: number;
};

export type ListingDrift = {
  servers: Record<ServerRow["fate"], number>;
  /** of the servers in both: what became of their tools, each counted once */
  tools: {
    before: number;
    after: number;
    same: number;
    added: number;
    removed: number;
    renamed: number;
    changed: number;
  };
  /** of the servers in both: how many have a change of each kind */
  kinds: Partial<Record<ChangeKind, number>>;
  rows: ServerRow[];
};

/** What happened between two listings of servers, server by server in name order, classified by a policy. */
export function compareListings(
  before: ReadonlyMap<string, ListedServer>,
  after: ReadonlyMap<string, ListedServer>,
  policy: DriftPolicy,
): ListingDrift {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const rows = names.map((name) => rowOf(name, before.get(name), after.get(name), policy));
  const both = rows.filter(({ fate }) => fate === "same" || fate === "changed");
  const sum = (of: (row: ServerRow) => number) => both.reduce((total, row) => total + of(row), 0);
  const fates = (fate: string) => sum((row) => row.tools.filter((tool) => tool.fate === fate).length);
  const kinds: Partial<Record<ChangeKind, number>> = {};
  for (const { whole, tools } of both) {
    const seen = new Set([...whole, ...tools.flatMap((tool) => tool.changes)].map(({ kind }) => kind));
    for (const kind of Object.keys(CHANGE_KINDS) as ChangeKind[]) {
      if (seen.has(kind)) kinds[kind] = (kinds[kind] ?? 0) + 1;
    }
  }
  const count = (fate: ServerRow["fate"]) => rows.filter((row) => row.fate === fate).length;
  return {
    servers: {
      same: count("same"),
      changed: count("changed"),
      added: count("added"),
      removed: count("removed"),
    },
    tools: {
      before: sum((row) => row.before),
      after: sum((row) => row.after),
      same: sum((row) => row.same),
      added: fates("added"),
      removed: fates("removed"),
      renamed: fates("renamed"),
      changed: fates("changed"),
    },
    kinds,
    rows,
  };
}

function rowOf(
  name: string,
  before: ListedServer | undefined,
  after: ListedServer | undefined,
  policy: DriftPolicy,
): ServerRow {
  const [old, now] = [before?.tools ?? [], after?.tools ?? []];
  const counts = { before: old.length, after: now.length };
  if (!before || !after) {
    const none = classifyDrift({ whole: [], tools: [] }, policy);
    return { name, fate: before ? "removed" : "added", ...counts, same: 0, ...none };
  }
  const { drifts, same } = compareTools(old, now);
  const classified = classifyDrift({ whole: wholeChanges(before, after), tools: drifts }, policy);
  return { name, fate: classified.class === null ? "same" : "changed", ...counts, same, ...classified };
}

function wholeChanges(before: ListedServer, after: ListedServer): ToolChange[] {
  const was = (old: unknown, now: unknown) =>
    `was ${shown(old ?? "not named")}, is ${shown(now ?? "not named")}`;
  const changes: ToolChange[] = [];
  const moved = [
    ...(before.artifact === after.artifact ? [] : [was(before.artifact, after.artifact)]),
    ...(before.source === after.source ? [] : [`its source ${was(before.source, after.source)}`]),
  ];
  if (moved.length > 0) changes.push({ kind: "package_changed", detail: moved });
  if (before.release !== after.release) {
    changes.push({ kind: "release_changed", detail: [was(before.release, after.release)] });
  }
  const parts = Object.keys(after.launch).filter((part) => !isEqual(before.launch[part], after.launch[part]));
  if (parts.length > 0) {
    const detail = parts.map((part) => `${part} ${was(before.launch[part], after.launch[part])}`);
    changes.push({ kind: "launch_changed", detail });
  }
  return [
    ...changes,
    ...compareProfiles(before.profile, after.profile),
    ...compareBeside(before.beside, after.beside),
  ];
}
