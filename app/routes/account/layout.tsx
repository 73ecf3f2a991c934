import { data } from "@remix-run/node";
import { Outlet, useLoaderData, useLocation, useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { listOrganizationsOf } from "#app/domain/identity/organizations-of.server.ts";
import { takeSaid } from "#app/http/flash.server.ts";
import { paths } from "#app/http/paths.ts";
import { accountLoader } from "#app/http/respond.server.ts";
import { TroublePage } from "#app/routes/auth/trouble-page.tsx";
import { Banner } from "#app/ui/banner.tsx";
import { AccountShell } from "#app/ui/layout/account-shell.tsx";

export const loader = accountLoader(async ({ db, account }, { request }) => {
  const { said, forget } = takeSaid(request);
  const organizations = await listOrganizationsOf(db, account);
  return data(
    {
      email: account.email,
      organizations: organizations.map(({ name, slug }) => ({ name, href: paths.home(slug) })),
      said,
    },
    forget ? { headers: { "Set-Cookie": forget } } : {},
  );
});

const TABS = [
  { label: "Profile", href: paths.account(), pages: ["/account/address"] },
  { label: "Password", href: paths.account("password"), pages: [] },
  {
    label: "Second factors",
    href: paths.account("second-factors"),
    pages: ["/account/authenticator", "/account/passkeys", "/account/recovery-codes"],
  },
  { label: "Sessions", href: paths.account("sessions"), pages: [] },
  { label: "Events", href: paths.account("events"), pages: [] },
];

type Shown = ReturnType<typeof useLoaderData<typeof loader>>;

export default function AccountLayout() {
  return (
    <Shell shown={useLoaderData<typeof loader>()}>
      <Outlet />
    </Shell>
  );
}

export function ErrorBoundary() {
  const known = useRouteLoaderData<typeof loader>("routes/account/layout");
  if (!known) return <TroublePage />;
  return (
    <Shell shown={known}>
      <TroublePage homeHref={paths.account()} inShell />
    </Shell>
  );
}

function Shell({ shown, children }: { shown: Shown; children: ReactNode }) {
  const { pathname } = useLocation();
  return (
    <AccountShell
      email={shown.email}
      organizations={shown.organizations}
      tabs={TABS.map(({ label, href, pages }) => ({
        label,
        href,
        current: pathname === href || pages.some((page) => pathname.startsWith(page)),
      }))}
      banner={shown.said ? <Banner kind="success">{shown.said}</Banner> : undefined}
    >
      {children}
    </AccountShell>
  );
}
