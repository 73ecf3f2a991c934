import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import type { InstallationDetail } from "#app/domain/inventory/installation-queries.server.ts";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { touchWords } from "./touch-words.ts";

const CAME_BACK = {
  block: "Came back after a block",
  revocation: "Came back after its grant was revoked",
  removal: "Came back",
} as const;

type Facts = { installation: InstallationDetail; now: Date; zone: string };

export function InstallationFacts({ installation, now, zone }: Facts) {
  const time = (at: Date) => <RelativeTime at={at} now={now} zone={zone} />;
  const { device, file } = installation;
  return (
    <DescriptionList
      items={[
        { term: "Can touch", value: touchWords(installation.tools) },
        { term: "Person", value: installation.memberName },
        { term: "Client", value: CLIENT_NAMES[installation.client] },
        { term: "Name in the file", value: printableText(installation.name) },
        { term: "File", value: <code className="wrap-anywhere">{printableText(installation.path)}</code> },
        { term: "Scope", value: installation.scope },
        { term: "Switched on", value: installation.isEnabled ? "Yes" : "No" },
        { term: "Release", value: installation.release ?? "Not pinned" },
        { term: "Environment", value: installation.environment },
        { term: "Device", value: printableText(installation.deviceName) },
        {
          term: "Device reported",
          value: device.lastReportAt ? time(device.lastReportAt) : "Never",
        },
        { term: "File looked at", value: file ? time(file.lookedAt) : "Not looked yet" },
        ...(file && file.notes.length > 0
          ? [{ term: "In the file and not read", value: printableText(file.notes.join(" ")) }]
          : []),
        { term: "First seen", value: time(installation.firstSeenAt) },
        ...(installation.removedAt
          ? [{ term: "Gone from the file", value: time(installation.removedAt) }]
          : []),
        ...(installation.returnedAt
          ? [
              {
                term: CAME_BACK[installation.returnedAfter ?? "removal"],
                value: time(installation.returnedAt),
              },
            ]
          : []),
      ]}
    />
  );
}
