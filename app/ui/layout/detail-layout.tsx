import type { ReactNode } from "react";

/** Content and a 320 px aside; the aside drops under the content below 1024 px. */
export function DetailLayout({
  aside,
  asideLabel,
  children,
}: {
  aside: ReactNode;
  asideLabel: string;
  children: ReactNode;
}) {
  return (
    <div className="grid max-w-[1200px] gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_320px]">
      <div className="min-w-0">{children}</div>
      <aside aria-label={asideLabel} className="min-w-0">
        {aside}
      </aside>
    </div>
  );
}
