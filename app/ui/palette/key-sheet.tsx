import { useState } from "react";
import type { Destination } from "./destination.ts";
import { GLOBAL_KEYS, JUMPS, LIST_KEYS } from "./key-words.ts";
import { Modal } from "./modal.tsx";
import { pageKeys } from "./page-keys.ts";
import { hasRows } from "./row-keys.ts";

type KeySheetProps = { destinations: readonly Destination[]; onClose: () => void };
type Keys = readonly { key: string; label: string }[];

/** The keys of this page, then those of every page. */
export function KeySheet({ destinations, onClose }: KeySheetProps) {
  const [page] = useState(() => [...pageKeys(), ...(hasRows() ? LIST_KEYS : [])]);
  const jumps = JUMPS.filter(({ label }) =>
    destinations.some((one) => one.group === "Go to" && one.label === label),
  ).map(({ key, label }) => ({ key: `g ${key}`, label }));
  return (
    <Modal label="Keys" className="sheet" onClose={onClose}>
      <div className="flex items-center justify-between gap-4">
        <h2 className="text-lg">Keys</h2>
        <button type="button" className="btn btn-outline" onClick={onClose}>
          Close
        </button>
      </div>
      <p className="hint mt-1">Letters can be switched off in the menu under your name.</p>
      <div className="mt-4 grid gap-x-8 gap-y-4 sm:grid-cols-2">
        {page.length > 0 ? <KeyList title="This page" keys={page} /> : null}
        <KeyList title="Everywhere" keys={[...GLOBAL_KEYS, ...jumps]} />
      </div>
    </Modal>
  );
}

function KeyList({ title, keys }: { title: string; keys: Keys }) {
  return (
    <section>
      <h3 className="mb-1 font-medium text-muted">{title}</h3>
      <dl className="grid grid-cols-[max-content_1fr] items-baseline gap-x-3 gap-y-1">
        {keys.map(({ key, label }) => (
          <div key={key} className="contents">
            <dt>
              {key.split(" ").map((part) => (
                <kbd key={part} className="key">
                  {part}
                </kbd>
              ))}
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
