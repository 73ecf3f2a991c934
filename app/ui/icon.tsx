import type { IconName } from "./icon-names.ts";
import sprite from "./icons.svg?no-inline";

/** The address of one symbol in the shared sprite; risk bars are symbols too. */
export function iconHref(name: IconName | `risk-${1 | 2 | 3 | 4}`): string {
  return `${sprite}#${name}`;
}

export function Icon({ name, className = "icon" }: { name: IconName; className?: string }) {
  return (
    <svg className={className} aria-hidden="true">
      <use href={iconHref(name)} />
    </svg>
  );
}
