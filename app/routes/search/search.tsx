import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listFound } from "#app/domain/requests/search-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { type Destination, matchingDestinations } from "#app/ui/palette/destination.ts";
import { Section } from "#app/ui/section.tsx";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { navigationOf } from "../org/navigation-of.server.ts";
import { destinationsFor } from "./destinations.ts";
import { foundDestinations } from "./found-destinations.ts";
import { typedIn } from "./typed-in.ts";

export const meta: MetaFunction = () => [{ title: "Search · Castellan" }];
export const handle = { crumbs: () => [{ label: "Search" }] };

export const loader = memberLoader(async (ctx, { url }) => {
  const typed = typedIn(url);
  const viewer = { org: ctx.org.slug, role: ctx.actor.role };
  const found = await listFound(ctx, typed, 20);
  const everywhere = destinationsFor({ ...viewer, nav: await navigationOf(ctx) });
  return {
    org: ctx.org.slug,
    typed,
    lines: [
      ...foundDestinations(viewer, found),
      ...(typed === "" ? everywhere : matchingDestinations(everywhere, typed)),
    ],
  };
});

export default function Search() {
  const { org, typed, lines } = useLoaderData<typeof loader>();
  const groups = [...new Set(lines.map((line) => line.group))];
  return (
    <div className="max-w-[72ch]">
      <PageHeader
        title="Search"
        answer="Servers, in use or listed, people, teams, agents, requests and pages, by how they begin."
      />
      <FilterBar
        action={paths.search(org)}
        search={{ name: "q", label: "Search", value: typed }}
        result={typed === "" ? "Type what you look for." : `${lines.length} found for “${typed}”.`}
      />
      {lines.length === 0 ? (
        <EmptyState kind="no-match" title="Nothing begins with that">
          A server is found by any word of its identity, a person by name or address.
        </EmptyState>
      ) : (
        groups.map((group) => (
          <Section key={group} title={group}>
            <ul className="divide-y divide-line border-line border-y" data-rows="">
              {lines
                .filter((line) => line.group === group)
                .map((line) => (
                  <li key={line.href}>
                    <Line line={line} />
                  </li>
                ))}
            </ul>
          </Section>
        ))
      )}
    </div>
  );
}

function Line({ line }: { line: Destination }) {
  return (
    <a href={line.href} className="flex min-h-(--row) items-center gap-3 px-2 py-1 hover:bg-hover">
      <span className="inline-flex text-muted">
        <Icon name={line.icon} />
      </span>
      <span className={line.mono ? "mono min-w-0 wrap-anywhere" : "min-w-0 wrap-anywhere"}>{line.label}</span>
      {line.hint ? <span className="ms-auto text-muted">{line.hint}</span> : null}
    </a>
  );
}
