import { ButtonLink } from "../button-link.tsx";
import { formatExactNumber } from "../format-number.ts";

type TableFootProps = {
  /** First and last row shown, counted from 1, of `total`; without a total the count is not known. */
  from: number;
  to: number;
  total?: number;
  previousHref?: string;
  nextHref?: string;
  /** Rows per page. */
  sizes?: readonly { size: number; href: string; current: boolean }[];
  /** Downloads of the same rows, such as CSV. */
  exportHref?: string;
};

/** "51–100 of 2,314" and the page links; nothing where there is no row at all. */
export function TableFoot({ from, to, total, previousHref, nextHref, sizes, exportHref }: TableFootProps) {
  if (total === 0) return null;
  const range = to === 0 ? "0" : `${formatExactNumber(from)}–${formatExactNumber(to)}`;
  return (
    <div className="table-foot">
      <p>{total === undefined ? range : `${range} of ${formatExactNumber(total)}`}</p>
      {exportHref ? (
        <a className="link" href={exportHref} download="" data-reload="">
          Download CSV
        </a>
      ) : null}
      {sizes ? (
        <p className="flex items-center gap-1 max-md:hidden">
          Rows
          {sizes.map(({ size, href, current }) => (
            <a key={size} href={href} className="btn btn-quiet" aria-current={current ? "true" : undefined}>
              {size}
            </a>
          ))}
        </p>
      ) : null}
      {previousHref || nextHref ? (
        <nav aria-label="Pages" className="ms-auto flex gap-2">
          {previousHref ? (
            <ButtonLink href={previousHref} data-key="[" data-key-label="Previous page">
              Previous
            </ButtonLink>
          ) : null}
          {nextHref ? (
            <ButtonLink href={nextHref} data-key="]" data-key-label="Next page">
              Next
            </ButtonLink>
          ) : null}
        </nav>
      ) : null}
    </div>
  );
}
