import { useEffect, useRef } from "react";

export type Tab = { label: string; href: string; current: boolean; count?: string };

/** Parts of one thing, each with its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const strip = useRef<HTMLElement>(null);
  const current = tabs.find((tab) => tab.current)?.href;
  // on a phone the strip is wider than the screen: the part one is in must be in sight
  useEffect(() => {
    const part = current && strip.current?.querySelector<HTMLElement>("[aria-current]");
    if (part && strip.current) strip.current.scrollLeft = part.offsetLeft - strip.current.offsetLeft - 48;
  }, [current]);
  return (
    <nav aria-label={label} className="tabs mb-4" ref={strip}>
      {tabs.map((tab, at) => (
        <a
          key={tab.href}
          href={tab.href}
          aria-current={tab.current ? "page" : undefined}
          data-key={at < 9 ? at + 1 : undefined}
        >
          {tab.label}
          {tab.count === undefined ? null : <span className="nav-badge">{tab.count}</span>}
        </a>
      ))}
    </nav>
  );
}
