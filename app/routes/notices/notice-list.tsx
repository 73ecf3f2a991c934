import { GROUP_WORDS } from "#app/domain/notifications/notice-groups.ts";
import type { NoticeRow } from "#app/domain/notifications/notice-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { Button } from "#app/ui/button.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";

type NoticeListProps = {
  org: string;
  zone: string;
  now: Date;
  rows: readonly NoticeRow[];
  /** Path and query of this page, where marking one comes back to. */
  here: string;
};

/** Notices, newest first. What is unread is bolder, has a dot, and says so to readers. */
export function NoticeList({ org, zone, now, rows, here }: NoticeListProps) {
  return (
    <ul className="notices" aria-label="Notices, newest first">
      {rows.map((row) => {
        const isUnread = row.readAt === null && !row.isSettled;
        return (
          <li key={row.id} data-unread={isUnread ? "" : undefined}>
            <span className="notice-dot" aria-hidden="true" />
            <div className="min-w-0 flex-1 wrap-anywhere">
              <a href={paths.notice(org, row.id)}>
                {isUnread ? <span className="sr-only">Unread: </span> : null}
                {row.sentence}
              </a>
              <p className="text-muted text-xs">
                {GROUP_WORDS[row.group].label} · <RelativeTime at={row.at} now={now} zone={zone} />
                {row.isSettled ? " · done meanwhile" : ""}
              </p>
            </div>
            {isUnread ? (
              <form method="post" action={paths.readNotice(org, row.id)}>
                <input type="hidden" name="_to" value={here} />
                <Button kind="quiet" icon="check" iconOnly aria-label={`Mark as read: ${row.sentence}`}>
                  Mark as read
                </Button>
              </form>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
