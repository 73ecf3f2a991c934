import { Icon } from "../icon.tsx";

/** The last crumb is the page itself and has no href. */
export type Crumb = { label: string; href?: string };

/** The way up. Alone it would repeat the h1, so one crumb shows only on a phone, as the bar's title. */
export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className={crumbs.length > 1 ? "min-w-0" : "phone-only min-w-0"}>
      <ol className="crumbs -ms-1">
        {crumbs.map((crumb, index) => (
          <li key={crumb.href ?? crumb.label}>
            {index > 0 ? <Icon name="chevron-right" className="icon size-3" /> : null}
            {crumb.href ? (
              <a href={crumb.href}>{crumb.label}</a>
            ) : (
              <span aria-current="page" className="text-ink">
                {crumb.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
