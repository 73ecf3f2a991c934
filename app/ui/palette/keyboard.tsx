import { useLocation, useNavigate } from "@remix-run/react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { Destination } from "./destination.ts";
import { JUMPS } from "./key-words.ts";
import { pressPageKey } from "./page-keys.ts";
import { rememberPlace } from "./recent-places.ts";
import { leaveRows, markRow, moveCursor } from "./row-keys.ts";

const Palette = lazy(() => import("./palette.tsx").then((module) => ({ default: module.Palette })));
const KeySheet = lazy(() => import("./key-sheet.tsx").then((module) => ({ default: module.KeySheet })));

export type KeyboardProps = {
  destinations: readonly Destination[];
  /** Answers what was found for `?q=` as JSON. */
  foundHref: string;
  /** Keeps one person's recent places apart from another's in the same browser. */
  viewerId: string;
  /** Letters without a modifier; Ctrl or Command with K works either way. */
  singleKeys: boolean;
};

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"))
  );
}

/** The keys that work on every page. Draws nothing until the palette or the sheet of keys is asked for. */
export function Keyboard({ destinations, foundHref, viewerId, singleKeys }: KeyboardProps) {
  const [open, setOpen] = useState<"palette" | "keys">();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const leading = useRef(false);

  useEffect(() => rememberPlace(viewerId, pathname + search), [viewerId, pathname, search]);

  useEffect(() => {
    const jump = (letter: string): boolean => {
      const label = JUMPS.find((one) => one.key === letter)?.label;
      const to = destinations.find((one) => one.group === "Go to" && one.label === label);
      if (to) navigate(to.href);
      return to !== undefined;
    };
    const single = (event: KeyboardEvent): boolean => {
      const { key } = event;
      if (leading.current) {
        leading.current = false;
        return jump(key);
      }
      if (key === "g") leading.current = true;
      else if (key === "?") setOpen("keys");
      else if (key === "/") setOpen("palette");
      else if (key === "j") moveCursor(1);
      else if (key === "k") moveCursor(-1);
      else if (key === "x" || key === "X") markRow(event.shiftKey);
      else if (key === "Escape") return leaveRows();
      else return pressPageKey(key);
      return true;
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setOpen("palette");
        return;
      }
      if ((event.metaKey || event.ctrlKey) && event.key === "Enter") {
        const form = event.target instanceof HTMLElement ? event.target.closest("form") : null;
        form?.requestSubmit();
        return;
      }
      if (!singleKeys || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector("dialog[open]")) return;
      if (single(event)) event.preventDefault();
    };
    const onAsk = (event: Event) => {
      if (event.target instanceof Element && event.target.closest("[data-palette]")) {
        event.preventDefault();
        setOpen("palette");
      }
    };
    addEventListener("keydown", onKey);
    document.addEventListener("click", onAsk, { capture: true });
    return () => {
      removeEventListener("keydown", onKey);
      document.removeEventListener("click", onAsk, { capture: true });
    };
  }, [destinations, navigate, singleKeys]);

  if (!open) return null;
  const close = () => setOpen(undefined);
  return (
    <Suspense fallback={null}>
      {open === "palette" ? (
        <Palette destinations={destinations} foundHref={foundHref} viewerId={viewerId} onClose={close} />
      ) : (
        <KeySheet onClose={close} destinations={destinations} />
      )}
    </Suspense>
  );
}
