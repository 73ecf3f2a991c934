import type { ReactNode } from "react";
import { Icon } from "../icon.tsx";
import { ClientNavigation } from "./client-navigation.tsx";
import { type Tab, Tabs } from "./tabs.tsx";

type AccountShellProps = {
  email: string;
  /** The way back into an organization. */
  organizations: readonly { name: string; href: string }[];
  tabs: readonly Tab[];
  banner?: ReactNode;
  children: ReactNode;
};

/** The light frame of pages that belong to one person and to no organization. */
export function AccountShell({ email, organizations, tabs, banner, children }: AccountShellProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <ClientNavigation />
      <a href="#main" className="skip" data-reload="">
        Skip to content
      </a>
      <header className="topbar justify-between gap-4">
        <nav aria-label="Organizations" className="flex min-w-0 items-center gap-1 overflow-x-auto">
          {organizations.map(({ name, href }) => (
            <a key={href} href={href} className="btn btn-quiet whitespace-nowrap">
              <Icon name="arrow-left" />
              {name}
            </a>
          ))}
        </nav>
        <form method="post" action="/sign-out" data-reload="" className="flex items-center gap-3">
          <span className="truncate text-muted max-md:hidden">{email}</span>
          <button type="submit" className="btn btn-quiet whitespace-nowrap">
            <Icon name="log-out" />
            Sign out
          </button>
        </form>
      </header>
      <main id="main" tabIndex={-1} className="page w-full flex-1 outline-none">
        <Tabs label="Your account" tabs={tabs} />
        {banner ? <div className="mb-4">{banner}</div> : null}
        {children}
      </main>
    </div>
  );
}
