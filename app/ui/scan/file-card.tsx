import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import { Button } from "../button.tsx";
import { plural } from "../plural.ts";
import { SafeText } from "../safe-text.tsx";
import { Status } from "../status.tsx";
import { outcomeLook } from "../tones.ts";
import { clientOptions, isClient } from "./client-options.ts";
import { EntryTable } from "./entry-table.tsx";
import { USUAL_PATHS } from "./given-files.ts";
import type { GivenFile, ShownFile } from "./read-given.ts";

const scopeWords = {
  user: "for this person",
  project: "for a project",
  local: "for this person in a project",
};

type FileCardProps = {
  places: readonly ShownFile[];
  /** Absent for a report that was given back: there is no file any more to read again. */
  given?: GivenFile;
  change?: (facts: Partial<GivenFile>) => void;
  remove?: () => void;
};

/** One file: what it was taken for, which a person may correct, and what is left of it per place. */
export function FileCard({ places, given, change, remove }: FileCardProps) {
  const [own] = places;
  if (!own) return null;
  return (
    <li className="grid gap-3">
      {given && change && remove ? (
        <FileFacts own={own} given={given} change={change} remove={remove} />
      ) : null}
      {places.map((place) => (
        <Place key={`${place.client} ${place.scope} ${place.path}`} place={place} />
      ))}
    </li>
  );
}

function FileFacts({
  own,
  given,
  change,
  remove,
}: Required<Omit<FileCardProps, "places">> & { own: ShownFile }) {
  const scope = own.scope === "project" ? "project" : "user";
  return (
    <div className="flex flex-wrap items-end gap-3">
      <div className="field min-w-0 flex-[1_1_260px]">
        <label className="field-label" htmlFor={`${given.key}-path`}>
          Where the file lies
        </label>
        <input
          id={`${given.key}-path`}
          key={own.path}
          className="input mono"
          defaultValue={own.path}
          maxLength={512}
          onBlur={(event) => {
            const path = event.currentTarget.value.trim();
            if (path !== "" && path !== own.path) change({ path });
          }}
        />
      </div>
      <div className="field">
        <label className="field-label" htmlFor={`${given.key}-client`}>
          Client
        </label>
        <select
          id={`${given.key}-client`}
          className="input"
          value={own.client}
          onChange={({ currentTarget: { value } }) => {
            if (!isClient(value)) return;
            const isUsual = given.path === USUAL_PATHS[own.client];
            change({ client: value, ...(isUsual ? { path: USUAL_PATHS[value] } : {}) });
          }}
        >
          {clientOptions.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label className="field-label" htmlFor={`${given.key}-scope`}>
          It counts
        </label>
        <select
          id={`${given.key}-scope`}
          className="input"
          value={scope}
          onChange={({ currentTarget: { value } }) =>
            change({ scope: value === "project" ? "project" : "user" })
          }
        >
          <option value="user">{scopeWords.user}</option>
          <option value="project">{scopeWords.project}</option>
        </select>
      </div>
      <Button type="button" kind="quiet" icon="x" onClick={remove}>
        Leave out
      </Button>
    </div>
  );
}

function Place({ place }: { place: ShownFile }) {
  const { client, scope, path, outcome, problem, notes, entries } = place;
  const title = `${CLIENT_NAMES[client]}, ${scopeWords[scope]}`;
  const found = plural(entries.length, { one: "# server", other: "# servers" });
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Status
          look={
            outcome === "none" ? { ...outcomeLook.none, word: "None in this file" } : outcomeLook[outcome]
          }
          detail={outcome === "found" ? found : undefined}
        />
        <span>{title}</span>
        <span className="min-w-0 text-muted">
          <SafeText text={path} limit={120} mono />
        </span>
      </div>
      {problem ? (
        <div className="max-w-[72ch] text-base">
          <SafeText text={problem} />
        </div>
      ) : null}
      {notes.length > 0 ? (
        <ul aria-label="Not read" className="max-w-[72ch] text-muted">
          {notes.map((note) => (
            <li key={note}>
              <SafeText text={note} />
            </li>
          ))}
        </ul>
      ) : null}
      {outcome === "could_not_look" ? (
        <p className="hint">
          Sent as "could not look": nothing is concluded about what stands in it, and nothing is removed.
        </p>
      ) : null}
      {entries.length > 0 ? <EntryTable entries={entries} caption={`${title}, ${path}`} /> : null}
    </div>
  );
}
