import { useEffect, useState } from "react";
import type { Destination } from "./destination.ts";

type Found = { state: "idle" | "looking" | "failed"; lines: readonly Destination[] };

const PAUSE_MS = 120;

/** Asks the server what begins with `typed`, once somebody pauses; only the newest answer counts. */
export function useFound(href: string, typed: string): Found {
  const [found, setFound] = useState<Found>({ state: "idle", lines: [] });
  useEffect(() => {
    if (typed.trim() === "") {
      setFound({ state: "idle", lines: [] });
      return;
    }
    setFound((before) => ({ ...before, state: "looking" }));
    const stop = new AbortController();
    const pause = setTimeout(() => {
      fetch(`${href}?${new URLSearchParams({ q: typed })}`, { signal: stop.signal })
        .then((answer) => {
          if (!answer.ok) throw new Error(`The search answered ${answer.status}.`);
          return answer.json();
        })
        .then((lines: Destination[]) => setFound({ state: "idle", lines }))
        .catch(() => {
          if (!stop.signal.aborted) setFound({ state: "failed", lines: [] });
        });
    }, PAUSE_MS);
    return () => {
      clearTimeout(pause);
      stop.abort();
    };
  }, [href, typed]);
  return found;
}
