import { Icon } from "../icon.tsx";
import type { IconName } from "../icon-names.ts";
import { initialsOf } from "../initials.ts";

export type Theme = "system" | "light" | "dark";

export type Viewer = {
  name: string;
  email: string;
  theme: Theme;
  /** Pages of the person's own account: profile, sessions, devices. */
  links: readonly { label: string; href: string; icon: IconName }[];
  /** Where the preferences form returns to: path and query of this page. */
  returnTo: string;
};

const themes: readonly { value: Theme; label: string; icon: IconName }[] = [
  { value: "system", label: "System", icon: "monitor" },
  { value: "light", label: "Light", icon: "sun" },
  { value: "dark", label: "Dark", icon: "moon" },
];

/** Own pages, theme (POST /preferences: theme, returnTo) and sign-out (POST /sign-out). */
export function UserMenu({ viewer }: { viewer: Viewer }) {
  return (
    <>
      <button type="button" popovertarget="account" className="nav-item md:min-h-8">
        <span className="tile tile-round" aria-hidden="true">
          {initialsOf(viewer.name)}
        </span>
        <span className="min-w-0 truncate">{viewer.name}</span>
        <span className="sr-only">, your account</span>
        <span className="ms-auto inline-flex text-muted">
          <Icon name="chevrons-up-down" />
        </span>
      </button>
      <div id="account" popover="auto" className="menu menu-user">
        <div className="menu-label">{viewer.email}</div>
        {viewer.links.map((link) => (
          <a key={link.href} href={link.href} className="nav-item tap font-normal">
            <Icon name={link.icon} />
            {link.label}
          </a>
        ))}
        <hr />
        <form method="post" action="/preferences">
          <input type="hidden" name="returnTo" value={viewer.returnTo} />
          <fieldset>
            <legend className="menu-label">Theme</legend>
            <div className="grid grid-cols-3 gap-1 px-1 pb-1">
              {themes.map((theme) => (
                <button
                  key={theme.value}
                  type="submit"
                  name="theme"
                  value={theme.value}
                  aria-pressed={theme.value === viewer.theme}
                  className="btn btn-quiet aria-pressed:bg-selected"
                >
                  <Icon name={theme.icon} />
                  {theme.label}
                </button>
              ))}
            </div>
          </fieldset>
        </form>
        <hr />
        <form method="post" action="/sign-out" data-reload="">
          <button type="submit" className="nav-item tap font-normal">
            <Icon name="log-out" />
            Sign out
          </button>
        </form>
      </div>
    </>
  );
}
