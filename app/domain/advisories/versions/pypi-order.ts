import type { VersionOrder } from "./version-order.ts";

const VERSION =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d+)?)?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d+)?)?(?:[-_.]?(dev)[-_.]?(\d+)?)?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;

const PRE = { alpha: 0, a: 0, beta: 1, b: 1, preview: 2, pre: 2, c: 2, rc: 2 } as const;

type Part = number | string;
/** Compared place by place; the release without its zeros at the end. */
export type PypiVersion = {
  epoch: number;
  release: readonly number[];
  pre: readonly [number, number];
  post: number;
  dev: number;
  local: readonly Part[];
};

const LOWEST = Number.NEGATIVE_INFINITY;
const HIGHEST = Number.POSITIVE_INFINITY;

/** Versions of Python packages (PEP 440); null for what is none, or has numbers too long to be exact. */
function parse(text: string): PypiVersion | null {
  const given = text.trim().toLowerCase();
  const found = given.length <= 256 ? VERSION.exec(given) : null;
  if (!found || /\d{16}/.test(given)) return null;
  const [, epoch, release = "", pre, preNumber, bare, postWord, postNumber, devWord, devNumber, local] =
    found;
  const isPost = bare !== undefined || postWord !== undefined;
  const isDev = devWord !== undefined;
  return {
    epoch: Number(epoch ?? 0),
    release: withoutZeros(release.split(".").map(Number)),
    // 1.0.dev1 comes before 1.0a1, and 1.0a1 before 1.0
    pre:
      pre !== undefined && isPre(pre)
        ? [PRE[pre], Number(preNumber ?? 0)]
        : [isDev && !isPost ? LOWEST : HIGHEST, 0],
    post: isPost ? Number(bare ?? postNumber ?? 0) : LOWEST,
    dev: isDev ? Number(devNumber ?? 0) : HIGHEST,
    local:
      local === undefined
        ? []
        : local.split(/[-_.]/).map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
  };
}

function isPre(word: string): word is keyof typeof PRE {
  return Object.hasOwn(PRE, word);
}

function withoutZeros(numbers: number[]): number[] {
  const last = numbers.findLastIndex((number) => number !== 0);
  return numbers.slice(0, last + 1);
}

function compareLists<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): number {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const order = compare(a[at] as T, b[at] as T);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

const numbers = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);

/** A number of a local label stands above a word. */
function parts(a: Part, b: Part): number {
  if (typeof a === "number" && typeof b === "number") return numbers(a, b);
  if (typeof a === "string" && typeof b === "string") return a === b ? 0 : a < b ? -1 : 1;
  return typeof a === "number" ? 1 : -1;
}

function compare(a: PypiVersion, b: PypiVersion): number {
  return (
    numbers(a.epoch, b.epoch) ||
    compareLists(a.release, b.release, numbers) ||
    compareLists(a.pre, b.pre, numbers) ||
    numbers(a.post, b.post) ||
    numbers(a.dev, b.dev) ||
    compareLists(a.local, b.local, parts)
  );
}

export const pypiOrder: VersionOrder<PypiVersion> = { parse, compare };
