import { PAGE_SIZES, type PageChoice } from "#app/domain/inventory/inventory-filters.ts";

type Href = (changes: Record<string, string | number | undefined>) => string;

/** What the foot of a numbered list says and links to. */
export function inventoryFoot(
  { page, perPage }: PageChoice,
  { total, shown }: { total: number; shown: number },
  href: Href,
) {
  const before = (page - 1) * perPage;
  return {
    from: shown === 0 ? 0 : before + 1,
    to: shown === 0 ? 0 : before + shown,
    total,
    ...(page > 1 ? { previousHref: href({ page: page - 1 }) } : {}),
    ...(before + shown < total && shown > 0 ? { nextHref: href({ page: page + 1 }) } : {}),
    sizes: PAGE_SIZES.map((size) => ({ size, href: href({ perPage: size }), current: size === perPage })),
  };
}
