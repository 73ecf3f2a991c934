import type { IconName } from "../icon-names.ts";

/** One line of the palette: somewhere to go. */
export type Destination = {
  group: string;
  label: string;
  href: string;
  icon: IconName;
  /** Other words it is found by. */
  words?: string;
  /** Said behind the label: a role, a state. */
  hint?: string;
  /** A machine wrote the label. */
  mono?: boolean;
};

/** Those that begin a word with each word typed. */
export function matchingDestinations<D extends Pick<Destination, "label" | "words">>(
  all: readonly D[],
  typed: string,
): D[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter((entry) => {
    const text = ` ${entry.label} ${entry.words ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(` ${word}`));
  });
}
