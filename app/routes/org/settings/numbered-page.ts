import { z } from "zod";

export const PAGE_SIZES = [25, 50, 100] as const;

const Query = z.object({
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  perPage: z.coerce
    .number()
    .refine((size) => PAGE_SIZES.some((known) => known === size))
    .catch(25),
});

/** `?page` and `?perPage` of an address; what cannot be is the first page of 25. */
export function numberedPage(url: URL): { page: number; perPage: number } {
  return Query.parse(Object.fromEntries(url.searchParams));
}

/** What a table's foot says and links to. `href` is the address of the list with its filters. */
export function footOf(
  list: { page: number; perPage: number; total: number; shown: number },
  search: string,
  path: string,
) {
  const { page, perPage, total, shown } = list;
  const hrefOf = (changes: Record<string, number>) => {
    const params = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) params.set(name, String(value));
    return `${path}?${params}`;
  };
  const before = (page - 1) * perPage;
  return {
    from: shown === 0 ? 0 : before + 1,
    to: shown === 0 ? 0 : before + shown,
    total,
    ...(page > 1 ? { previousHref: hrefOf({ page: page - 1 }) } : {}),
    ...(before + shown < total ? { nextHref: hrefOf({ page: page + 1 }) } : {}),
    sizes: PAGE_SIZES.map((size) => ({
      size,
      href: hrefOf({ page: 1, perPage: size }),
      current: size === perPage,
    })),
  };
}
