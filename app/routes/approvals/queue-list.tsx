import type { RequestRow } from "#app/domain/requests/request-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { Identity } from "#app/ui/identity.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { RiskBadge } from "#app/ui/risk-badge.tsx";

type QueueListProps = {
  rows: readonly RequestRow[];
  total: number;
  open: string;
  org: string;
  zone: string;
  now: Date;
};

/** What waits on the reader, in the order it is to be looked at. */
export function QueueList({ rows, total, open, org, zone, now }: QueueListProps) {
  return (
    <nav aria-label="Requests that wait on you">
      <ol className="divide-y divide-line border-line border-y" data-rows="">
        {rows.map((row) => (
          <li key={row.id}>
            <a
              href={`${paths.approvals(org)}?${new URLSearchParams({ open: row.id })}`}
              aria-current={row.id === open ? "true" : undefined}
              className="grid gap-1 px-2 py-2 hover:bg-hover aria-[current]:bg-selected"
            >
              <span className="flex items-center justify-between gap-2">
                <Identity identity={row.server.identity} limit={34} />
                <RiskBadge risk={row.risk} />
              </span>
              <span className="flex flex-wrap justify-between gap-x-2 text-muted">
                <span>
                  {row.kind === "drift" ? "It changed" : row.requester.name}, {row.environment}
                </span>
                <span>
                  {row.dueAt ? (
                    <>
                      due <RelativeTime at={row.dueAt} now={now} zone={zone} />
                    </>
                  ) : (
                    <RelativeTime at={row.submittedAt} now={now} zone={zone} />
                  )}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ol>
      {total > rows.length ? (
        <p className="hint mt-2">
          The first {rows.length} of {total}; the rest follow as these are decided.
        </p>
      ) : null}
    </nav>
  );
}
