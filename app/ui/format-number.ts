const exact = new Intl.NumberFormat("en-GB");
const short = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

/** Grouped and never shortened: audit, export, page ranges. */
export function formatExactNumber(value: number): string {
  return exact.format(value);
}

/** Exact up to 9,999, then "12.4 k" or "1.2 M"; whoever prints it shows the exact value on focus. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size < 10_000) return exact.format(value);
  return size < 999_950 ? `${short.format(value / 1_000)} k` : `${short.format(value / 1_000_000)} M`;
}

/** A share with its base: "94 % of 618"; below 20 "3 of 11". */
export function formatShare(part: number, base: number): string {
  if (base < 20) return `${exact.format(part)} of ${exact.format(base)}`;
  return `${Math.floor((part / base) * 100)} % of ${exact.format(base)}`;
}
