import { useNavigate } from "@remix-run/react";
import { Command } from "cmdk";
import { useState } from "react";
import { Icon } from "../icon.tsx";
import type { IconName } from "../icon-names.ts";
import { type Destination, matchingDestinations } from "./destination.ts";
import { Modal } from "./modal.tsx";
import { pageActions } from "./page-keys.ts";
import { recentPlaces } from "./recent-places.ts";
import { useFound } from "./use-found.ts";

type PaletteProps = {
  destinations: readonly Destination[];
  foundHref: string;
  viewerId: string;
  onClose: () => void;
};

const ORDER = [
  "On this page",
  "Recent",
  "Go to",
  "Servers",
  "Listed by registries",
  "People and teams",
  "Agents",
  "Requests",
  "Create",
  "Settings",
];

type Line = Pick<Destination, "group" | "label" | "hint" | "mono" | "words"> & {
  id: string;
  icon: IconName;
  run: () => void;
};

/** Finds anything and goes there. What cannot be undone is only opened: its own page asks. */
export function Palette({ destinations, foundHref, viewerId, onClose }: PaletteProps) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [actions] = useState(pageActions);
  const [recent] = useState(() => recentPlaces(viewerId).slice(1));
  const onlyActions = typed.startsWith(">");
  const words = onlyActions ? typed.slice(1) : typed;
  const found = useFound(foundHref, onlyActions ? "" : words);
  const goTo = (line: Destination): Line => ({
    ...line,
    id: `${line.group} ${line.href}`,
    run: () => navigate(line.href),
  });
  const here = actions.map(
    (action): Line => ({
      ...action,
      id: `here ${action.label}`,
      group: "On this page",
      icon: "chevron-right",
    }),
  );
  const before = recent.map((place) => goTo({ ...place, group: "Recent", icon: "history" }));
  const everywhere = destinations.map(goTo);
  const kept = onlyActions
    ? [...here, ...everywhere.filter((line) => line.group === "Create")]
    : [...here, ...(words.trim() === "" ? before : []), ...everywhere];
  const lines = [...matchingDestinations(kept, words), ...found.lines.map(goTo)];
  const groups = [...new Set([...ORDER, ...lines.map((line) => line.group)])].filter((group) =>
    lines.some((line) => line.group === group),
  );
  return (
    <Modal label="Find anything" className="palette" onClose={onClose}>
      <Command shouldFilter={false} label="Find anything" loop>
        <div className="palette-head">
          <Icon name="search" />
          <Command.Input
            value={typed}
            onValueChange={setTyped}
            placeholder="Server, person, request or page"
            aria-label="Find anything"
            maxLength={200}
          />
          <kbd className="key">Esc</kbd>
        </div>
        <Command.List className="palette-list">
          {found.state === "looking" ? null : (
            <Command.Empty className="palette-note">Nothing begins with that.</Command.Empty>
          )}
          {groups.map((group) => (
            <Command.Group key={group} heading={group}>
              {lines
                .filter((line) => line.group === group)
                .map((line) => (
                  <Command.Item
                    key={line.id}
                    value={line.id}
                    onSelect={() => {
                      onClose();
                      // after the focus went back to where it was, so that a button of the page can take it
                      setTimeout(line.run);
                    }}
                  >
                    <Icon name={line.icon} />
                    <span className={line.mono ? "mono truncate" : "truncate"}>{line.label}</span>
                    {line.hint ? <span className="ms-auto ps-4 text-muted">{line.hint}</span> : null}
                  </Command.Item>
                ))}
            </Command.Group>
          ))}
          {found.state === "failed" ? (
            <p className="palette-note" role="status">
              Could not look for servers, people and requests: no answer came. Pages are listed.
            </p>
          ) : null}
        </Command.List>
      </Command>
    </Modal>
  );
}
