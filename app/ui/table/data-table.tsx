import type { ReactNode } from "react";
import { Icon } from "../icon.tsx";

export type Column<Row> = {
  key: string;
  head: string;
  cell: (row: Row) => ReactNode;
  /** The name this column has in `?sort=`; absent = not sortable. */
  sort?: string;
  /** Right-aligned, tabular. */
  numeric?: boolean;
  /** `fit` shrinks to its content, `line` too but cuts what is very long, `wrap` breaks long text; the default takes what is left. */
  width?: "fit" | "line" | "wrap";
  muted?: boolean;
  /** On a phone the first column leads; the status stands beside it, facts below; the rest is hidden. */
  phone?: "status" | "fact";
  /** Left out where the window is narrow: the row's own page has it. */
  isExtra?: boolean;
  /** Says on a phone what a bare number means ("People"). */
  phoneLabel?: string;
};

export type DataTableProps<Row> = {
  /** Read to people who cannot see the page: what the rows are. */
  caption: string;
  /** The first column names the row and becomes its header. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Current order: a column's `sort`, with "-" before it when descending. */
  sort?: string;
  hrefFor?: (sort: string) => string;
  /** "unknown" draws the row dashed: somebody could not look. */
  rowState?: (row: Row) => "unknown" | undefined;
  /** Adds a checkbox per row, sent as repeated `name`; the table must stand in a form. */
  select?: { name: string; label: (row: Row) => string };
};

/** Rows as the server sends them. Everything a cell needs is worked out once per column, not per row. */
export function DataTable<Row>({ columns, rows, rowKey, rowState, select, ...props }: DataTableProps<Row>) {
  const [first, ...others] = columns;
  if (!first) return null;
  const classes = others.map(cellClass);
  return (
    <div className="table-frame">
      <table className="table">
        <caption>{props.caption}</caption>
        <thead>
          <tr>
            {select ? (
              <th scope="col" className="fit">
                <span className="sr-only">Select</span>
              </th>
            ) : null}
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} sort={props.sort} hrefFor={props.hrefFor} />
            ))}
          </tr>
        </thead>
        <tbody data-rows="">
          {rows.map((row) => {
            const key = rowKey(row);
            return (
              <tr key={key} data-row={rowState?.(row)}>
                {select ? (
                  <td className="fit at-pick">
                    <input
                      type="checkbox"
                      className="tick"
                      name={select.name}
                      value={key}
                      aria-label={select.label(row)}
                    />
                  </td>
                ) : null}
                <th scope="row">{first.cell(row)}</th>
                {others.map((column, index) => (
                  <td key={column.key} className={classes[index]} data-label={column.phoneLabel}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function cellClass<Row>(column: Column<Row>): string | undefined {
  const names = [
    column.numeric ? "num" : "",
    column.width ?? "",
    column.muted ? "mid" : "",
    column.phone ? `at-${column.phone}` : "",
    column.isExtra ? "extra" : "",
  ].filter(Boolean);
  return names.length > 0 ? names.join(" ") : undefined;
}

type HeadCellProps<Row> = { column: Column<Row> } & Pick<DataTableProps<Row>, "sort" | "hrefFor">;

function HeadCell<Row>({ column, sort, hrefFor }: HeadCellProps<Row>) {
  const className = column.numeric
    ? "num"
    : column.isExtra
      ? "extra"
      : column.width === "fit"
        ? "fit"
        : undefined;
  if (!column.sort || !hrefFor) {
    return (
      <th scope="col" className={className}>
        {column.head}
      </th>
    );
  }
  const ascending = sort === column.sort;
  const descending = sort === `-${column.sort}`;
  return (
    <th
      scope="col"
      className={className}
      aria-sort={ascending ? "ascending" : descending ? "descending" : undefined}
    >
      <a href={hrefFor(ascending ? `-${column.sort}` : column.sort)}>
        {column.head}
        {ascending || descending ? (
          <Icon name={ascending ? "arrow-up" : "arrow-down"} />
        ) : (
          <Icon name="arrow-up-down" className="icon icon-unsorted" />
        )}
      </a>
    </th>
  );
}
