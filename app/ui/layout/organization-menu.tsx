import { Icon } from "../icon.tsx";

export type OrganizationLink = { name: string; href: string; role: string };

type OrganizationMenuProps = { organization: OrganizationLink; organizations: readonly OrganizationLink[] };

/** Which organization this tab works in, and links to the others. */
export function OrganizationMenu({ organization, organizations }: OrganizationMenuProps) {
  return (
    <>
      <button type="button" popovertarget="organizations" className="nav-item md:min-h-8">
        <span className="tile" aria-hidden="true">
          {initial(organization.name)}
        </span>
        <span className="min-w-0 truncate font-semibold">{organization.name}</span>
        <span className="sr-only">, switch organization</span>
        <span className="ms-auto inline-flex text-muted">
          <Icon name="chevrons-up-down" />
        </span>
      </button>
      <div id="organizations" popover="auto" className="menu menu-org">
        <div className="menu-label">Your organizations</div>
        <ul>
          {organizations.map((other) => (
            <li key={other.href}>
              <a
                href={other.href}
                className="nav-item tap"
                aria-current={other.href === organization.href ? "true" : undefined}
              >
                <span className="tile" aria-hidden="true">
                  {initial(other.name)}
                </span>
                <span className="min-w-0 truncate">{other.name}</span>
                <span className="ms-auto ps-4 font-normal text-muted">{other.role}</span>
              </a>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

function initial(name: string): string {
  return Array.from(name.trim())[0]?.toUpperCase() ?? "?";
}
