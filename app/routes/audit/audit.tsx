import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { textIdsOf } from "#app/domain/audit/audit-differences.ts";
import type { AuditEventView } from "#app/domain/audit/audit-inputs.ts";
import { isAuditVerb } from "#app/domain/audit/audit-inputs.ts";
import { getAuditEvent, listAuditEvents } from "#app/domain/audit/audit-queries.server.ts";
import { AUDIT_VERBS } from "#app/domain/audit/audit-verbs.ts";
import { listTexts } from "#app/domain/audit/free-text-queries.server.ts";
import { listMemberNames } from "#app/domain/identity/member-name-queries.server.ts";
import { listTargetNames } from "#app/domain/requests/target-name-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { AuditFilters } from "./audit-filters.tsx";
import { auditHref, readAuditView } from "./audit-view.ts";
import { EventDetail } from "./event-detail.tsx";
import { EventTable, type NamedEvent } from "./event-table.tsx";
import { targetHref } from "./target-href.ts";

export const meta: MetaFunction = () => [{ title: "Audit · Castellan" }];
export const handle = { crumbs: () => [{ label: "Audit" }] };

export const loader = memberLoader(async (ctx, { url }) => {
  const view = readAuditView(url, ctx.now);
  const found = await listAuditEvents(ctx, view.filter, view.page);
  const rows = view.problem ? [] : found.rows;
  const open = view.event ? await getAuditEvent(ctx, view.event) : null;
  const texts = open ? await listTexts(ctx, textIdsOf(open)) : new Map<string, string>();
  const shown = open ? [...rows, open] : rows;
  const names = await listTargetNames(ctx, shown.flatMap(namedBy));
  const named = (event: AuditEventView): NamedEvent => ({
    ...event,
    actorName: actorName(event, names, ctx.actor.memberId),
    action: isAuditVerb(event.verb) ? AUDIT_VERBS[event.verb] : event.verb,
    targetName: names.get(event.target.id) ?? null,
    targetHref: targetHref(ctx.org.slug, event.target) ?? null,
  });
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    people: await listMemberNames(ctx),
    rows: rows.map(named),
    open: open ? named(open) : null,
    texts: Object.fromEntries(texts),
    nextCursor: view.problem ? null : found.nextCursor,
    asked: view.asked,
    problem: view.problem ?? null,
  };
});

function namedBy(event: AuditEventView): { kind: string; id: string }[] {
  return event.actor.memberId ? [event.target, { kind: "member", id: event.actor.memberId }] : [event.target];
}

function actorName(event: AuditEventView, names: Map<string, string>, you: string): string {
  const { kind, memberId, via } = event.actor;
  if (kind === "operator") return "The operator";
  if (kind === "system") return via.startsWith("scim_token") ? "The identity provider" : "Castellan";
  const name = memberId === you ? "You" : (names.get(memberId ?? "") ?? "Somebody");
  if (via.startsWith("api_key")) return `${name}, by API key`;
  return via.startsWith("device_key") ? `${name}, by device` : name;
}

export default function AuditPage() {
  const shown = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const base = paths.audit(shown.org);
  const href = (changes: Record<string, string | undefined>) => auditHref(base, params, changes);
  const filtered = Object.keys(shown.asked).length;
  return (
    <>
      <PageHeader
        title="Audit"
        answer="Who did what, to what and when. Nothing here can be changed."
        actions={
          <form
            method="post"
            action={auditHref(paths.auditExport(shown.org), params, { cursor: undefined, event: undefined })}
            data-reload=""
          >
            <Button kind="primary" icon="download">
              Export events
            </Button>
          </form>
        }
      />
      <AuditFilters
        base={base}
        asked={shown.asked}
        people={shown.people}
        hrefWithout={(name) => href({ [name]: undefined, cursor: undefined, event: undefined })}
        hrefOf={(verb) => href({ verb, cursor: undefined, event: undefined })}
        shown={shown.rows.length}
        isAll={shown.nextCursor === null && !params.has("cursor")}
      />
      {shown.open ? (
        <EventDetail
          event={shown.open}
          texts={shown.texts}
          zone={shown.zone}
          closeHref={href({ event: undefined })}
          sameTargetHref={auditHref(base, new URLSearchParams(), { target: shown.open.target.id })}
        />
      ) : null}
      {shown.rows.length > 0 ? (
        <EventTable rows={shown.rows} zone={shown.zone} hrefFor={(event) => href({ event })} />
      ) : (
        <EmptyState
          kind="no-match"
          title={shown.problem ?? "No events match."}
          action={filtered > 0 ? <ButtonLink href={base}>Clear all filters</ButtonLink> : undefined}
        />
      )}
      <nav aria-label="Pages" className="table-foot">
        {params.has("cursor") ? (
          <ButtonLink href={href({ cursor: undefined, event: undefined })}>Newest events</ButtonLink>
        ) : null}
        {shown.nextCursor ? (
          <ButtonLink href={href({ cursor: shown.nextCursor, event: undefined })}>Older events</ButtonLink>
        ) : null}
      </nav>
    </>
  );
}
