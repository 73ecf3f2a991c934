import type { ReactNode } from "react";
import { Icon } from "../icon.tsx";
import type { IconName } from "../icon-names.ts";
import { Keyboard, type KeyboardProps } from "../palette/keyboard.tsx";
import type { Tone } from "../tones.ts";
import { Breadcrumb, type Crumb } from "./breadcrumb.tsx";
import { ClientNavigation } from "./client-navigation.tsx";
import { type OrganizationLink, OrganizationMenu } from "./organization-menu.tsx";
import { UserMenu, type Viewer } from "./user-menu.tsx";

export type NavItem = {
  label: string;
  href: string;
  icon: IconName;
  current: boolean;
  /** What waits on the viewer; absent when nothing does. */
  badge?: number;
  badgeTone?: Tone;
};
/** `group` is the heading; an empty one draws none. */
export type NavGroup = { group: string; items: NavItem[] };

type Inbox = { href: string; unread: number; current: boolean };

type AppShellProps = {
  organization: OrganizationLink;
  /** Every organization of this account, the current one included. */
  organizations: readonly OrganizationLink[];
  nav: readonly NavGroup[];
  /** Stands at the bottom of the sidebar. */
  settings?: NavItem;
  viewer: Viewer;
  breadcrumb: readonly Crumb[];
  /** Where the search box leads without scripts; with them it opens the palette. */
  searchHref: string;
  /** The viewer's notices; `unread` counts no further than 100. */
  inbox: Inbox;
  keyboard: KeyboardProps;
  banner?: ReactNode;
  children: ReactNode;
};

/** Sidebar, top bar, landmarks and the client navigation of every signed-in page. */
export function AppShell(props: AppShellProps) {
  return (
    <div className="shell">
      <ClientNavigation />
      <Keyboard {...props.keyboard} />
      <a href="#main" className="skip" data-reload="">
        Skip to content
      </a>
      <div id="sidebar" className="sidebar" popover="auto">
        <OrganizationMenu organization={props.organization} organizations={props.organizations} />
        <nav aria-label="Main" className="flex flex-1 flex-col pt-1">
          {props.nav.map((group) => (
            <div key={group.group}>
              {group.group ? <div className="nav-group">{group.group}</div> : <div className="h-2" />}
              <ul>
                {group.items.map((item) => (
                  <li key={item.href}>
                    <NavLink {...item} />
                  </li>
                ))}
              </ul>
            </div>
          ))}
          {props.settings ? (
            <div className="mt-auto border-line border-t pt-2">
              <NavLink {...props.settings} />
            </div>
          ) : null}
        </nav>
        <UserMenu viewer={props.viewer} />
      </div>
      <div className="flex min-w-0 flex-col">
        <header className="topbar">
          <button type="button" popovertarget="sidebar" className="btn btn-quiet btn-icon phone-only">
            <Icon name="menu" />
            <span className="sr-only">Open menu</span>
          </button>
          <Breadcrumb crumbs={props.breadcrumb} />
          <SearchBox href={props.searchHref} />
          <InboxLink {...props.inbox} />
        </header>
        <main id="main" tabIndex={-1} className="page w-full flex-1 outline-none">
          {props.banner ? <div className="mb-4">{props.banner}</div> : null}
          {props.children}
        </main>
      </div>
    </div>
  );
}

function NavLink({ label, href, icon, current, badge, badgeTone }: NavItem) {
  return (
    <a href={href} className="nav-item" aria-current={current ? "page" : undefined}>
      <Icon name={icon} />
      {label}
      {badge ? (
        <span className="nav-badge" data-tone={badgeTone}>
          <span className="sr-only">, </span>
          {badge}
          <span className="sr-only"> waiting</span>
        </span>
      ) : null}
    </a>
  );
}

function InboxLink({ href, unread, current }: Inbox) {
  const count = unread >= 100 ? "99+" : String(unread);
  return (
    <a href={href} className="btn btn-quiet btn-icon inbox" aria-current={current ? "page" : undefined}>
      <Icon name="bell" />
      <span className="sr-only">Notices{unread > 0 ? ", " : ""}</span>
      {unread > 0 ? (
        <>
          <span className="inbox-count">{count}</span>
          <span className="sr-only"> unread</span>
        </>
      ) : null}
    </a>
  );
}

function SearchBox({ href }: { href: string }) {
  return (
    <search className="ms-auto shrink-0">
      <a href={href} className="btn btn-quiet btn-icon phone-only" data-palette="">
        <Icon name="search" />
        <span className="sr-only">Search</span>
      </a>
      <a href={href} className="search-box max-md:hidden" data-palette="">
        <Icon name="search" />
        Find anything
        <kbd className="key">Ctrl K</kbd>
      </a>
    </search>
  );
}
