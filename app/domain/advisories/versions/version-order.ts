/** How the versions of one ecosystem are ordered. */
export type VersionOrder<V = unknown> = {
  /** Null for a text that is no version there. */
  parse: (text: string) => V | null;
  /** Below, at or above zero. */
  compare: (a: V, b: V) => number;
};
