import { Icon } from "./icon.tsx";
import { initialsOf } from "./initials.ts";

type PersonChipProps = {
  name: string;
  team?: string;
  href?: string;
  you?: boolean;
  /** No longer a member of this organization. */
  left?: boolean;
  /** An agent, not a person. */
  agent?: boolean;
};

/** Tile, name, team. In tables of 50 rows print the plain name instead. */
export function PersonChip({ name, team, href, you, left, agent }: PersonChipProps) {
  const aside = left ? "left the organization" : team;
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 align-bottom">
      <span className="tile tile-round" aria-hidden="true">
        {agent ? <Icon name="bot" className="icon size-3" /> : initialsOf(name)}
      </span>
      {href ? (
        <a href={href} className="font-medium hover:underline">
          {you ? "you" : name}
        </a>
      ) : (
        <span className="font-medium">{you ? "you" : name}</span>
      )}
      {aside ? <span className="text-muted">{aside}</span> : null}
    </span>
  );
}
