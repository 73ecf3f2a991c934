import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-names.ts";

type EmptyStateProps = {
  /** nothing yet · nothing matches the filters · a source failed. The third never looks like the first. */
  kind: "nothing-yet" | "no-match" | "could-not-look";
  /** What will stand here, or what could not be looked at. */
  title: string;
  /** Why it is useful, or since when and which source. */
  children?: ReactNode;
  /** The first step: a button, a link or a command to copy. */
  action?: ReactNode;
};

const icons: Record<EmptyStateProps["kind"], IconName> = {
  "nothing-yet": "inbox",
  "no-match": "search",
  "could-not-look": "eye-off",
};

export function EmptyState({ kind, title, children, action }: EmptyStateProps) {
  const frame = kind === "could-not-look" ? "border-dashed border-slate-solid" : "border-line";
  return (
    <div className={`grid justify-items-start gap-3 rounded-md border bg-surface p-6 ${frame}`}>
      <span className="text-muted">
        <Icon name={icons[kind]} className="icon-lg" />
      </span>
      <div>
        <h2 className="text-base">{title}</h2>
        {children ? <div className="mt-1 max-w-[72ch] text-base text-muted">{children}</div> : null}
      </div>
      {action}
    </div>
  );
}
