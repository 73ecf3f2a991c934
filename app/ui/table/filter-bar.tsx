import { Button } from "../button.tsx";
import type { Option } from "../form/select.tsx";
import { Icon } from "../icon.tsx";

type FilterBarProps = {
  /** Path of the page itself; the form is sent with GET. */
  action: string;
  search?: { name: string; label: string; value?: string; placeholder?: string };
  /** At most four. The empty value means "any" and is named by `any`. */
  selects?: readonly {
    name: string;
    label: string;
    any: string;
    value?: string;
    options: readonly Option[];
  }[];
  /** Parameters that filters keep: sort, rows per page, grouping. */
  keep?: Readonly<Record<string, string>>;
  /** Filters in force; each links to the page without it. */
  chips?: readonly { label: string; removeHref: string }[];
  clearHref?: string;
  /** A whole sentence: "23 installations match". */
  result: string;
};

/** A GET form, so that every view has an address. Changing a list sends it at once when scripts run. */
export function FilterBar({
  action,
  search,
  selects = [],
  keep = {},
  chips = [],
  clearHref,
  result,
}: FilterBarProps) {
  return (
    <div className="mb-3 grid grid-cols-1 gap-2">
      <form action={action} method="get" data-filter="" className="flex flex-wrap items-center gap-2">
        {Object.entries(keep).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {search ? (
          <div className="relative min-w-0 flex-[1_1_220px] md:max-w-80">
            <span className="pointer-events-none absolute inset-y-0 start-2.5 grid place-items-center text-muted">
              <Icon name="search" />
            </span>
            <input
              type="search"
              name={search.name}
              key={search.value}
              defaultValue={search.value}
              placeholder={search.placeholder ?? search.label}
              aria-label={search.label}
              data-key="f"
              data-key-label={search.label}
              className="input ps-8"
            />
          </div>
        ) : null}
        {selects.map((select) => (
          <select
            key={`${select.name} ${select.value}`}
            name={select.name}
            aria-label={select.label}
            defaultValue={select.value ?? ""}
            className={select.value ? "input filter filter-set" : "input filter"}
          >
            <option value="">{select.any}</option>
            {select.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        ))}
        <Button kind="outline">{selects.length > 0 ? "Filter" : "Search"}</Button>
      </form>
      <div className="flex min-h-6 flex-wrap items-center gap-x-3 gap-y-1 text-muted">
        <p role="status">{result}</p>
        {chips.length > 0 ? (
          <ul className="flex flex-wrap items-center gap-2">
            {chips.map((chip) => (
              <li key={chip.label}>
                <a href={chip.removeHref} className="chip">
                  {chip.label}
                  <Icon name="x" />
                  <span className="sr-only">, remove this filter</span>
                </a>
              </li>
            ))}
          </ul>
        ) : null}
        {clearHref && chips.length > 0 ? (
          <a href={clearHref} className="link">
            Clear all
          </a>
        ) : null}
      </div>
    </div>
  );
}
