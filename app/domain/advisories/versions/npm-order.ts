import semver from "semver";
import type { VersionOrder } from "./version-order.ts";

/** Semantic versions, as npm orders them. */
export const npmOrder: VersionOrder<semver.SemVer> = {
  parse: (text) => (text.length <= 256 ? semver.parse(text.trim(), { loose: true }) : null),
  compare: (a, b) => semver.compare(a, b),
};
