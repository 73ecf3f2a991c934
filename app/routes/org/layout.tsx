import { data } from "@remix-run/node";
import { Outlet, useLoaderData, useLocation, useMatches, useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { getHeartbeat } from "#app/domain/identity/operations-queries.server.ts";
import { listOrganizationsOf } from "#app/domain/identity/organizations-of.server.ts";
import { findDeletion } from "#app/domain/keeping/deletion-queries.server.ts";
import { countUnreadNotices } from "#app/domain/notifications/notice-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { countWaitingOn, findLeadRelation } from "#app/domain/requests/request-queries.server.ts";
import { takeSaid } from "#app/http/flash.server.ts";
import { paths } from "#app/http/paths.ts";
import { readPreferences } from "#app/http/preferences.server.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { TroublePage } from "#app/routes/auth/trouble-page.tsx";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { AppShell } from "#app/ui/layout/app-shell.tsx";
import type { Crumb } from "#app/ui/layout/breadcrumb.tsx";
import { Said } from "#app/ui/layout/said.tsx";
import { destinationsFor } from "../search/destinations.ts";
import { DeletionBanner } from "./deletion-banner.tsx";
import { navigationFor } from "./navigation.ts";

export const loader = memberLoader(async (ctx, { request }) => {
  const { said, forget } = takeSaid(request);
  const organizations = await listOrganizationsOf(ctx.db, ctx.account);
  return data(
    {
      org: ctx.org,
      role: ctx.actor.role,
      person: { memberId: ctx.actor.memberId, name: ctx.actor.name, email: ctx.account.email },
      looks: readPreferences(request),
      organizations,
      leadsATeam: await findLeadRelation(ctx),
      ...(await countWaitingOn(ctx)),
      unread: await countUnreadNotices(ctx),
      heartbeat: can(ctx.actor, "operations.read") ? (await getHeartbeat(ctx)).state : null,
      deletion: can(ctx.actor, "organization.delete") ? await findDeletion(ctx) : null,
      said,
    },
    forget ? { headers: { "Set-Cookie": forget } } : {},
  );
});

export default function OrganizationLayout() {
  return (
    <Shell shown={useLoaderData<typeof loader>()}>
      <Outlet />
    </Shell>
  );
}

export function ErrorBoundary() {
  const known = useRouteLoaderData<typeof loader>("routes/org/layout");
  if (!known) return <TroublePage />;
  return (
    <Shell shown={known}>
      <TroublePage homeHref={paths.home(known.org.slug)} inShell />
    </Shell>
  );
}

/** What a page may say about itself: `export const handle: PageHandle = { crumbs: (data) => [...] }`. */
export type PageHandle = { crumbs: (data: unknown) => Crumb[] };

type Shown = ReturnType<typeof useLoaderData<typeof loader>>;

// An error boundary may not ask useLoaderData, so whoever draws the shell hands the data in.
function Shell({ shown, children }: { shown: Shown; children: ReactNode }) {
  const { pathname, search } = useLocation();
  const slug = shown.org.slug;
  const { groups, settings } = navigationFor({ ...shown, org: slug }, pathname);
  const link = (other: { name: string; slug: string; role: string }) => ({
    name: other.name,
    href: paths.home(other.slug),
    role: other.role,
  });
  return (
    <AppShell
      organization={link({ ...shown.org, role: shown.role })}
      organizations={shown.organizations.map(link)}
      nav={groups}
      settings={settings}
      viewer={{
        name: shown.person.name,
        email: shown.person.email,
        looks: shown.looks,
        links: [
          { label: "Your account", href: paths.account(), icon: "user" },
          { label: "Your API keys", href: paths.settings(slug, "api-keys"), icon: "key-round" },
          { label: "Your devices", href: paths.settings(slug, "devices"), icon: "laptop" },
        ],
        returnTo: pathname + search,
      }}
      searchHref={paths.search(slug)}
      inbox={{ href: paths.notices(slug), unread: shown.unread, current: pathname === paths.notices(slug) }}
      keyboard={{
        destinations: destinationsFor({ org: slug, role: shown.role, nav: groups }),
        foundHref: paths.searchFound(slug),
        viewerId: shown.person.memberId,
        singleKeys: shown.looks.keys,
      }}
      breadcrumb={[
        {
          label: shown.org.isDemo ? `${shown.org.name} (demo data)` : shown.org.name,
          href: paths.home(slug),
        },
        ...useCrumbs(),
      ]}
      banner={
        shown.said ? (
          <Said text={shown.said} />
        ) : shown.deletion && pathname !== paths.deleteOrganization(slug) ? (
          <DeletionBanner org={slug} zone={shown.org.timeZone} deletion={shown.deletion} />
        ) : shown.heartbeat === "late" ? (
          <WorkIsLate org={slug} />
        ) : undefined
      }
    >
      {children}
    </AppShell>
  );
}

function WorkIsLate({ org }: { org: string }) {
  return (
    <Banner
      kind="problem"
      action={<ButtonLink href={paths.settings(org, "operations")}>See operations</ButtonLink>}
    >
      The background work has stopped: ends are not noted, people are not told and no mail goes out.
    </Banner>
  );
}

function useCrumbs(): Crumb[] {
  const matches = useMatches();
  const last = matches.findLast((match) => hasCrumbs(match.handle));
  return last && hasCrumbs(last.handle) ? last.handle.crumbs(last.data) : [];
}

function hasCrumbs(handle: unknown): handle is PageHandle {
  return typeof handle === "object" && handle !== null && "crumbs" in handle;
}
