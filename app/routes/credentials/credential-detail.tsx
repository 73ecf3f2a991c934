import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import type { ListedCredential } from "#app/domain/inventory/credential-queries.server.ts";
import { PROVIDERS } from "#app/domain/inventory/credential-words.ts";
import { paths } from "#app/http/paths.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { Identity } from "#app/ui/identity.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { credentialLook, kindTitle } from "./credential-words.ts";

type Place = ListedCredential["places"][number];
type CredentialDetailProps = { org: string; zone: string; now: Date; credential: ListedCredential };

const KNOWN_BY = {
  value: "The form of the value.",
  name: "The name it stands under. The value says nothing of its issuer.",
} as const;

const ANSWER = {
  plain:
    "It stands in a file as plain text, readable by every program its holder runs. Only its kind and a fingerprint are kept here, never the value.",
  reference: "The file only names it. Where the value itself is kept is not known here.",
  gone: "No file that was reported holds it any more. Whoever read the file before may still have it.",
} as const;

/** One credential: whose it is, how it could be revoked, and every place it stands in. */
export function CredentialDetail({ org, zone, now, credential }: CredentialDetailProps) {
  const { kind, kindFrom, provider, state, revocation, places, installations, isCompared } = credential;
  const columns: Column<Place>[] = [
    {
      key: "server",
      head: "Server",
      cell: (row) => (
        <a href={paths.installation(org, row.installationId)}>
          <Identity identity={row.identity} />
        </a>
      ),
    },
    { key: "where", head: "Where", width: "line", cell: (row) => <code>{printableText(row.where)}</code> },
    {
      key: "person",
      head: "Person",
      width: "line",
      phone: "fact",
      cell: (row) => printableText(row.memberName),
    },
    { key: "device", head: "Device", width: "line", cell: (row) => printableText(row.deviceName) },
    { key: "client", head: "Client", width: "line", cell: (row) => CLIENT_NAMES[row.client] },
    {
      key: "state",
      head: "State",
      width: "fit",
      phone: "status",
      cell: (row) => (row.isRemoved ? "Removed" : "Present"),
    },
  ];
  const time = (at: Date) => <RelativeTime at={at} now={now} zone={zone} />;
  return (
    <>
      <PageHeader
        title={kindTitle(kind)}
        status={<Status look={credentialLook[state]} />}
        answer={ANSWER[state]}
        actions={<ButtonLink href={paths.credentials(org)}>All credentials</ButtonLink>}
      />
      <Section title="What it is">
        <DescriptionList
          items={[
            { term: "Provider", value: provider ? PROVIDERS[provider].name : "Not known" },
            { term: "Known by", value: KNOWN_BY[kindFrom] },
            {
              term: revocation.by === "interface" ? "Could be revoked through" : "Revoked by hand",
              value: revocation.how,
            },
            { term: "Its installations first seen", value: time(credential.firstSeenAt) },
            { term: "Last seen", value: time(credential.lastSeenAt) },
          ]}
        />
      </Section>
      <Section
        title="Where it stands"
        intro={
          isCompared
            ? `${plural(installations, { one: "# installation holds it.", other: "# installations hold it." })}${
                installations > places.length ? ` The first ${places.length} places are shown.` : ""
              }`
            : "No fingerprint was reported with it: whether the same secret stands elsewhere is not known."
        }
      >
        <DataTable
          caption="Places of this credential"
          columns={columns}
          rows={places}
          rowKey={(row) => `${row.installationId} ${row.where}`}
        />
      </Section>
    </>
  );
}
