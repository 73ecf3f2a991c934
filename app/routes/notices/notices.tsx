import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useLocation } from "@remix-run/react";
import { z } from "zod";
import { GROUP_WORDS, NOTICE_GROUPS } from "#app/domain/notifications/notice-groups.ts";
import { countUnreadNotices, listNotices } from "#app/domain/notifications/notice-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { Tabs } from "#app/ui/layout/tabs.tsx";
import { plural } from "#app/ui/plural.ts";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { NoticeList } from "./notice-list.tsx";

export const meta: MetaFunction = () => [{ title: "Notices · Castellan" }];
export const handle = { crumbs: () => [{ label: "Notices" }] };

const View = z.object({
  state: z.enum(["unread"]).optional().catch(undefined),
  group: z.enum(NOTICE_GROUPS).optional().catch(undefined),
  cursor: z.uuid().optional().catch(undefined),
});

const PAGE = 50;

export const loader = memberLoader(async (ctx, { url }) => {
  const { cursor, ...filter } = View.parse(Object.fromEntries(url.searchParams));
  const { rows, nextCursor } = await listNotices(ctx, filter, { limit: PAGE, cursor });
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    unread: await countUnreadNotices(ctx),
    filter,
    cursor: cursor ?? null,
    rows,
    nextCursor,
  };
});

export default function Notices() {
  const { org, zone, now, unread, filter, cursor, rows, nextCursor } = useLoaderData<typeof loader>();
  const { pathname, search } = useLocation();
  const base = paths.notices(org);
  const href = (change: Record<string, string | undefined>) => {
    const kept = Object.entries({ ...filter, ...change }).flatMap(([name, value]) =>
      value ? [[name, value]] : [],
    );
    return kept.length > 0 ? `${base}?${new URLSearchParams(kept)}` : base;
  };
  return (
    <>
      <PageHeader
        title="Notices"
        answer={plural(unread, {
          zero: "Nothing is unread.",
          one: "# is unread.",
          other: unread >= 100 ? "A hundred or more are unread." : "# are unread.",
        })}
        actions={
          <>
            <ButtonLink href={paths.settings(org, "notices")}>What is mailed to you</ButtonLink>
            {unread > 0 ? (
              <form method="post" action={paths.readNotices(org)}>
                <input type="hidden" name="seenAt" value={now.toISOString()} />
                <Button kind="primary" icon="check">
                  Mark all as read
                </Button>
              </form>
            ) : null}
          </>
        }
      />
      <Tabs
        label="Notices"
        tabs={[
          { label: "All", href: href({ state: undefined }), current: !filter.state },
          { label: "Unread", href: href({ state: "unread" }), current: filter.state === "unread" },
        ]}
      />
      <FilterBar
        action={base}
        selects={[
          {
            name: "group",
            label: "About",
            any: "About anything",
            ...(filter.group ? { value: filter.group } : {}),
            options: NOTICE_GROUPS.map((group) => ({ value: group, label: GROUP_WORDS[group].label })),
          },
        ]}
        keep={filter.state ? { state: filter.state } : {}}
        chips={
          filter.group
            ? [{ label: `About: ${GROUP_WORDS[filter.group].label}`, removeHref: href({ group: undefined }) }]
            : []
        }
        result={plural(rows.length, {
          zero: "None here.",
          one: "# here.",
          other: nextCursor || cursor ? "# on this page." : "# here.",
        })}
      />
      {rows.length > 0 ? (
        <NoticeList org={org} zone={zone} now={now} rows={rows} here={pathname + search} />
      ) : filter.group || filter.state || cursor ? (
        <EmptyState
          kind="no-match"
          title={filter.state ? "Nothing is unread here" : "No notice is about that"}
          action={<ButtonLink href={base}>Show all</ButtonLink>}
        />
      ) : (
        <EmptyState kind="nothing-yet" title="Nothing has happened yet that concerns you">
          Requests that wait for you, answers to your own, access that begins or is about to end, and changes
          of your role, teams, keys and devices come here.
        </EmptyState>
      )}
      <nav aria-label="Pages" className="table-foot">
        {cursor ? <ButtonLink href={href({})}>Newest</ButtonLink> : null}
        {nextCursor ? <ButtonLink href={href({ cursor: nextCursor })}>Older</ButtonLink> : null}
      </nav>
    </>
  );
}
