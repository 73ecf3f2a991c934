export type Tab = { label: string; href: string; current: boolean; count?: string };

/** Parts of one thing, each with its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="tabs mb-4">
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
