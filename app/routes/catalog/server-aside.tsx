import type { ServerDetail } from "#app/domain/inventory/server-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { kindWords, notApprovedWords } from "./server-words.ts";

const MOST_RELEASES = 6;

type ServerAsideProps = {
  org: string;
  server: ServerDetail;
  seesAllGrants: boolean;
  now: Date;
  zone: string;
};

/** The facts a decision rests on; what nobody knows is said in words. */
export function ServerAside({ org, server, seesAllGrants, now, zone }: ServerAsideProps) {
  const { manifest, approval, releases, pins } = server;
  const more = releases.length - MOST_RELEASES;
  return (
    <div className="card p-4">
      <DescriptionList
        items={[
          { term: "Kind", value: kindWords[server.kind] },
          {
            term: "Releases",
            value:
              releases.length > 0
                ? `${releases.slice(0, MOST_RELEASES).map(printableText).join(", ")}${more > 0 ? ` and ${more} more` : ""}`
                : "None named in the files seen",
          },
          {
            term: "Approved",
            value: approval ? (
              <>
                by {approval.by} until{" "}
                <a className="link" href={paths.grant(org, approval.grantId)}>
                  <RelativeTime at={approval.endsAt} now={now} zone={zone} exact />
                </a>
              </>
            ) : (
              sentenceCase(notApprovedWords(seesAllGrants))
            ),
          },
          {
            term: "Tools",
            value: manifest ? (
              <>
                Release {printableText(manifest.release)}, asked{" "}
                <RelativeTime at={manifest.observedAt} now={now} zone={zone} /> by {manifest.reportedBy},{" "}
                {manifest.isConfirmed ? "confirmed" : "not confirmed"}
              </>
            ) : (
              "Not looked yet"
            ),
          },
          {
            term: "Pinned",
            value: pins > 0 ? plural(pins, { one: "# tool", other: "# tools" }) : "No tools",
          },
          { term: "First seen", value: <RelativeTime at={server.firstSeenAt} now={now} zone={zone} /> },
        ]}
      />
    </div>
  );
}

function sentenceCase(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
