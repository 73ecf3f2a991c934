import type { ComponentPropsWithoutRef, ReactNode } from "react";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-names.ts";

export type ButtonKind = "primary" | "outline" | "quiet" | "danger" | "danger-outline";

type ButtonProps = Omit<ComponentPropsWithoutRef<"button">, "className"> & {
  kind?: ButtonKind;
  icon?: IconName;
  /** Draws the icon alone; the label then names the button for readers. */
  iconOnly?: boolean;
  /** Why the state forbids this action; it stands beside the button as plain text. Needs `id`. */
  unavailable?: string;
  children: ReactNode;
};

/** Does something here; one primary per page. For going somewhere use ButtonLink. */
export function Button({ kind = "outline", icon, iconOnly, unavailable, children, ...rest }: ButtonProps) {
  const className = iconOnly ? `btn btn-${kind} btn-icon` : `btn btn-${kind}`;
  const content = (
    <>
      {icon ? <Icon name={icon} /> : null}
      {iconOnly ? <span className="sr-only">{children}</span> : children}
    </>
  );
  if (unavailable === undefined) {
    return (
      <button type="submit" {...rest} className={className}>
        {content}
      </button>
    );
  }
  const reasonId = `${rest.id ?? "action"}-unavailable`;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
      <button {...rest} type="button" className={className} aria-disabled="true" aria-describedby={reasonId}>
        {content}
      </button>
      <span id={reasonId} className="hint">
        {unavailable}
      </span>
    </span>
  );
}
