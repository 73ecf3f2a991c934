import type { ListingFacets } from "#app/domain/registries/listing-queries.server.ts";
import { type ListingFilter, TRUST_BANDS } from "#app/domain/registries/listing-words.ts";
import type { Option } from "#app/ui/form/select.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import {
  STANDING_LABELS,
  STATUS_LOOKS,
  TOUCH_LABELS,
  TRANSPORT_LABELS,
  TRUST_LABELS,
} from "./listing-look.ts";

type Facets = ListingFacets["facets"];
type Href = (changes: Record<string, string | undefined>) => string;
type Registries = readonly { id: string; name: string }[];

const STATUS_LABELS: Record<string, string> = Object.fromEntries(
  Object.entries(STATUS_LOOKS).map(([status, { word }]) => [status, word]),
);

const SELECTS = [
  { name: "standing", label: "Here", any: "Any standing here", words: STANDING_LABELS },
  { name: "touch", label: "Touches", any: "Touches anything", words: TOUCH_LABELS },
  { name: "transport", label: "Reached", any: "Reached any way", words: TRANSPORT_LABELS },
  { name: "status", label: "In the registry", any: "Any status", words: STATUS_LABELS },
] as const;

/** The choices of the bar, each with how many listings have it. */
export function selectsOf(filter: ListingFilter, facets: Facets) {
  return SELECTS.map(({ name, label, any, words }) => {
    const names: Readonly<Record<string, string>> = words;
    const counts = new Map((facets[name] ?? []).map(({ value, listings }) => [value, listings]));
    const options: Option[] = Object.keys(names)
      .filter((value) => counts.has(value) || filter[name] === value)
      .map((value) => ({
        value,
        label: `${names[value]} (${(counts.get(value) ?? 0).toLocaleString("en-GB")})`,
      }));
    return { name, label, any, value: filter[name] ?? "", options };
  });
}

export function chipsOf(filter: ListingFilter, registries: Registries, href: Href) {
  const chip = (name: keyof ListingFilter, label: string | undefined) =>
    filter[name] && label ? [{ label, removeHref: href({ [name]: undefined }) }] : [];
  return [
    ...chip("q", `Search: ${filter.q}`),
    ...SELECTS.flatMap(({ name, label, words }) => {
      const names: Readonly<Record<string, string>> = words;
      return chip(name, `${label}: ${names[filter[name] ?? ""]}`);
    }),
    ...chip("publisher", `Publisher: ${filter.publisher}`),
    ...chip(
      "registry",
      `Registry: ${registries.find(({ id }) => id === filter.registry)?.name ?? "unknown"}`,
    ),
    ...chip("trust", `Trust: ${filter.trust ? TRUST_LABELS[filter.trust] : ""}`),
  ];
}

type ListingFacetLinksProps = { facets: Facets; registries: Registries; href: Href };

/** Publishers, registries and trust as links; too many or too telling for a list to choose from. */
export function ListingFacetLinks({ facets, registries, href }: ListingFacetLinksProps) {
  const publishers = facets.publisher ?? [];
  if (publishers.length === 0) return null;
  return (
    <details className="mb-3">
      <summary>Publisher, registry, trust</summary>
      <div className="mt-2 grid gap-2">
        <FacetLine
          label="Publisher"
          links={publishers.map(({ value, listings }) => ({
            text: value,
            listings,
            href: href({ publisher: value }),
          }))}
        />
        <FacetLine
          label="Registry"
          links={(facets.registry ?? []).map(({ value, listings }) => ({
            text: registries.find(({ id }) => id === value)?.name ?? "Another registry",
            listings,
            href: href({ registry: value }),
          }))}
        />
        <FacetLine
          label="Trust"
          links={TRUST_BANDS.map((trust) => ({
            text: TRUST_LABELS[trust],
            listings: facets.trust?.find(({ value }) => value === trust)?.listings ?? 0,
            href: href({ trust }),
          }))}
        />
      </div>
    </details>
  );
}

type FacetLink = { text: string; listings?: number; href: string };

function FacetLine({ label, links }: { label: string; links: readonly FacetLink[] }) {
  return (
    <nav aria-label={label} className="flex flex-wrap gap-x-3 gap-y-1">
      <span className="font-medium">{label}</span>
      {links.map(({ text, listings, href }) => (
        <a key={href} className="link" href={href}>
          <SafeText text={text} limit={60} />
          {listings === undefined ? null : ` (${listings.toLocaleString("en-GB")})`}
        </a>
      ))}
    </nav>
  );
}
