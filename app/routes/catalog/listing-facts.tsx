import type { ReactNode } from "react";
import type { ListedConcerns } from "#app/domain/advisories/listed-concern-queries.server.ts";
import type { ListingDetail } from "#app/domain/registries/listing-queries.server.ts";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { Identity } from "#app/ui/identity.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { scoreText, TrustBar } from "#app/ui/trust-score.tsx";
import { ListingConcerns } from "./listing-concerns.tsx";
import { ODD_NAME_LOOK, STATUS_LOOKS, TRANSPORT_LABELS, touchSentence } from "./listing-look.ts";
import { demandWords, networkWords } from "./listing-words.tsx";

type Proven = { score: number; possible: number } | null;
type Seen = {
  org: string;
  found: ListingDetail;
  proven: Proven;
  concerns: ListedConcerns | undefined;
  now: Date;
  zone: string;
};

/** Everything a registry says of a server, with from where and from when; the same rows stand side by side when compared. */
export function listingFacts({
  org,
  found,
  proven,
  concerns,
  now,
  zone,
}: Seen): { term: string; value: ReactNode }[] {
  const time = (at: Date | null) => (at ? <RelativeTime at={at} now={now} zone={zone} /> : "Unknown");
  const text = (value: string | null | undefined) =>
    value ? <SafeText text={value} limit={200} /> : "Unknown";
  const { network, provenance, tools, toolCount, hasDynamicTools } = found.declared;
  return [
    { term: "Name", value: <SafeText text={found.name} limit={200} mono /> },
    {
      term: "How it is called",
      value:
        found.remarks.length > 0 ? (
          <>
            <Status look={ODD_NAME_LOOK} /> <SafeText text={found.remarks.join(" ")} limit={600} />
          </>
        ) : (
          "Nothing odd"
        ),
    },
    { term: "In the registry", value: <Status look={STATUS_LOOKS[found.status ?? "unsaid"]} quiet /> },
    { term: "Version", value: text(found.version) },
    { term: "Publisher", value: text(found.publisher) },
    {
      term: "Trust proven",
      value: proven ? (
        <>
          <TrustBar score={proven.score} possible={proven.possible} small />{" "}
          {scoreText(proven.score, proven.possible)} of 100
        </>
      ) : (
        "Unknown: nothing it could be known by"
      ),
    },
    { term: "Vulnerable or malicious", value: <ListingConcerns org={org} of={concerns} /> },
    { term: "Touches, as its registry declares", value: touchSentence(found.touches) },
    {
      term: "Network, as its registry declares",
      value: network ? networkWords(network) : "Unknown",
    },
    {
      term: "Tools, as its registry lists",
      value: tools ? (
        <SafeText
          text={`${toolCount ?? tools.length}: ${tools.map(({ name }) => name).join(", ")}`}
          limit={400}
        />
      ) : hasDynamicTools ? (
        "Only known once it runs"
      ) : (
        "Unknown"
      ),
    },
    { term: "Demands", value: demandWords(found) },
    { term: "Licence", value: text(found.licence) },
    { term: "Source", value: text(found.repository) },
    { term: "Website", value: text(found.website) },
    { term: "Provenance claimed", value: text(provenance?.signer ?? provenance?.repository) },
    { term: "Published", value: time(found.publishedAt) },
    { term: "Changed in the registry", value: time(found.updatedAt) },
    {
      term: "Says",
      value: (
        <>
          <SafeText text={found.registry.name} limit={80} />, as of {time(found.registry.importedAt)}
        </>
      ),
    },
  ];
}

export function ListingFacts(seen: Seen) {
  const { places } = seen.found;
  return (
    <>
      <div className="mb-8 max-w-[760px]">
        <DescriptionList items={listingFacts(seen)} />
      </div>
      <Section title="How it is started or reached">
        {places.length === 0 ? (
          <p className="hint mb-8">Its registry names no way that is known here.</p>
        ) : (
          <ul className="mb-8 grid gap-2">
            {places.map((place) => (
              <li key={place.identity + (place.transport ?? "")}>
                <Identity identity={place.identity} limit={80} wraps />
                <span className="text-muted">
                  {" · "}
                  {TRANSPORT_LABELS[place.transport ?? "unsaid"]}
                  {place.release ? (
                    <>
                      {" · "}
                      <SafeText text={place.release} limit={80} />
                    </>
                  ) : (
                    " · no fixed release"
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}
