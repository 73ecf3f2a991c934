import semver from "semver";
import type { Looked } from "#app/domain/packages/looked.ts";
import type { ListedVersion, Packument } from "./packument.ts";
import { resolveRange, wantedBy } from "./resolve-spec.ts";

export type TreePackage = {
  name: string;
  version: string;
  /** Null: not told. */
  hasInstallScript: boolean | null;
  isDeprecated: boolean | null;
};

export type Tree = {
  /** What comes with the package, without itself, in the order it was met. */
  packages: TreePackage[];
  /** Dependencies that could not be followed; the first twenty with why. */
  missing: { name: string; why: string }[];
  missed: number;
  /** Broken off at a limit: there is more. */
  isCut: boolean;
};

export type Walk = {
  read: (name: string) => Promise<Looked<Packument>>;
  mostPackages: number;
  /** Packages asked for at once. */
  atOnce: number;
  /** Whether the time for it is over. */
  isOver: () => boolean;
};

const MOST_MISSING = 20;

/**
 * Walks what is installed with a version: its dependencies, optional ones and the peers it needs, level by level. A
 * version met before that is in a range serves it again, as npm does. Circles end by themselves.
 */
export async function walkTree(root: { name: string; version: ListedVersion }, walk: Walk): Promise<Tree> {
  const state: State = {
    tree: { packages: [], missing: [], missed: 0, isCut: false },
    chosen: new Map([[root.name, [root.version.version]]]),
    next: [],
  };
  let level: ListedVersion[] = [root.version];
  while (level.length > 0 && !state.tree.isCut) {
    const wanted = wantsOf(level, state).filter((want) => !isServed(state, want));
    const names = [...new Set(wanted.map(({ name }) => name))];
    state.next = [];
    // what a registry says of a package may be large, so only a few are held at once
    for (let at = 0; at < names.length && !state.tree.isCut; at += walk.atOnce) {
      if (walk.isOver()) {
        state.tree.isCut = true;
        break;
      }
      const some = names.slice(at, at + walk.atOnce);
      const answers = new Map(
        await Promise.all(some.map(async (name) => [name, await walk.read(name)] as const)),
      );
      for (const want of wanted) {
        const answer = answers.get(want.name);
        if (answer) place(state, want, answer, walk.mostPackages);
      }
    }
    level = state.next;
  }
  return state.tree;
}

type State = { tree: Tree; chosen: Map<string, string[]>; next: ListedVersion[] };

function miss({ tree }: State, name: string, why: string): void {
  tree.missed += 1;
  if (tree.missing.length < MOST_MISSING) tree.missing.push({ name, why });
}

/** A version met before is in the range. */
function isServed({ chosen }: State, { name, range }: Want): boolean {
  const before = chosen.get(name) ?? [];
  return before.some((version) => range === "" || semver.satisfies(version, range, { loose: true }));
}

function place(state: State, want: Want, answer: Looked<Packument>, mostPackages: number): void {
  const { tree, chosen, next } = state;
  if (tree.isCut || isServed(state, want)) return;
  if (!answer.ok) {
    // npm passes over an optional one that is not there
    if (!want.isOptional || !answer.isAbsent) miss(state, want.name, answer.why);
    return;
  }
  const version = resolveRange(answer.value, want.range);
  const found = version === null ? undefined : answer.value.versions.get(version);
  if (!found) {
    miss(state, want.name, `No listed version is in the range ${want.range.slice(0, 60)}.`);
    return;
  }
  const before = chosen.get(want.name) ?? [];
  if (before.includes(found.version)) return;
  if (tree.packages.length >= mostPackages) {
    tree.isCut = true;
    return;
  }
  chosen.set(want.name, [...before, found.version]);
  tree.packages.push({
    name: want.name,
    version: found.version,
    hasInstallScript: found.installScripts === null ? null : found.installScripts.length > 0,
    isDeprecated: found.deprecated === null ? null : found.deprecated !== false,
  });
  next.push(found);
}

type Want = { name: string; range: string; isOptional: boolean };

function wantsOf(level: readonly ListedVersion[], state: State): Want[] {
  const wants: Want[] = [];
  for (const { dependencies, optionalDependencies, peerDependencies } of level) {
    const all = [
      ...Object.entries(dependencies).map((pair) => [...pair, false] as const),
      ...Object.entries(optionalDependencies).map((pair) => [...pair, true] as const),
      ...Object.entries(peerDependencies).map((pair) => [...pair, false] as const),
    ];
    for (const [name, spec, isOptional] of all) {
      const wanted = wantedBy(name, spec);
      if ("why" in wanted) miss(state, name.slice(0, 214), wanted.why);
      else wants.push({ ...wanted, isOptional });
    }
  }
  return wants.sort((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1));
}
