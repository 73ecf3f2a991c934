import { Icon } from "../icon.tsx";
import type { IconName } from "../icon-names.ts";
import { initialsOf } from "../initials.ts";

type Looks = { theme: "system" | "light" | "dark"; density: "compact" | "roomy"; keys: boolean };

export type Viewer = {
  name: string;
  email: string;
  looks: Looks;
  /** Pages of the person's own account: profile, sessions, devices. */
  links: readonly { label: string; href: string; icon: IconName }[];
  /** Where the preferences form returns to: path and query of this page. */
  returnTo: string;
};

type Choice = { value: string; label: string; icon?: IconName; chosen: boolean };

function choicesOf({ theme, density, keys }: Looks): { name: string; legend: string; choices: Choice[] }[] {
  return [
    {
      name: "theme",
      legend: "Theme",
      choices: [
        { value: "system", label: "System", icon: "monitor", chosen: theme === "system" },
        { value: "light", label: "Light", icon: "sun", chosen: theme === "light" },
        { value: "dark", label: "Dark", icon: "moon", chosen: theme === "dark" },
      ],
    },
    {
      name: "density",
      legend: "Rows",
      choices: [
        { value: "compact", label: "Compact", chosen: density === "compact" },
        { value: "roomy", label: "Roomy", chosen: density === "roomy" },
      ],
    },
    {
      name: "keys",
      legend: "Letters as keys",
      choices: [
        { value: "on", label: "On", chosen: keys },
        { value: "off", label: "Off", chosen: !keys },
      ],
    },
  ];
}

/** Own pages, looks (POST /preferences: theme, density or keys, returnTo) and sign-out (POST /sign-out). */
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
          {choicesOf(viewer.looks).map(({ name, legend, choices }) => (
            <fieldset key={name}>
              <legend className="menu-label">{legend}</legend>
              <div className="grid auto-cols-fr grid-flow-col gap-1 px-1 pb-1">
                {choices.map((choice) => (
                  <button
                    key={choice.value}
                    type="submit"
                    name={name}
                    value={choice.value}
                    aria-pressed={choice.chosen}
                    className="btn btn-quiet aria-pressed:bg-selected"
                  >
                    {choice.icon ? <Icon name={choice.icon} /> : null}
                    {choice.label}
                  </button>
                ))}
              </div>
            </fieldset>
          ))}
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
