const ROW = "[data-rows] > *";

/**
 * Rows of whatever list the page shows: the children of each `[data-rows]`. The cursor is the focus itself, on the row's
 * first link, so that Enter opens it and a screen reader says it.
 */
export function moveCursor(step: 1 | -1): void {
  const rows = shownRows();
  const at = rows.indexOf(cursorRow() ?? document.body);
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
  const link = rows[next]?.querySelector<HTMLElement>("a[href], button");
  link?.focus({ preventScroll: true });
  rows[next]?.scrollIntoView({ block: "nearest" });
}

/** Marks the row under the cursor, or with `through` every row from the last one marked. Rows without a box stay. */
export function markRow(through: boolean): void {
  const rows = shownRows();
  const here = rows.indexOf(cursorRow() ?? document.body);
  const box = tickOf(rows[here]);
  if (!box) return;
  const last = rows.findIndex((row) => row.hasAttribute("data-marked-last"));
  const [from, to] = through && last >= 0 ? [Math.min(last, here), Math.max(last, here)] : [here, here];
  const checked = through ? true : !box.checked;
  for (const row of rows.slice(from, to + 1)) {
    const tick = tickOf(row);
    if (tick && tick.checked !== checked) tick.click();
  }
  for (const row of rows) row.toggleAttribute("data-marked-last", row === rows[here]);
}

/** Leaves the list. Returns whether there was a cursor to lose. */
export function leaveRows(): boolean {
  const row = cursorRow();
  if (row && document.activeElement instanceof HTMLElement) document.activeElement.blur();
  return row !== undefined;
}

export function hasRows(): boolean {
  return shownRows().length > 0;
}

function shownRows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(ROW)].filter((row) => row.offsetParent !== null);
}

function cursorRow(): HTMLElement | undefined {
  return document.activeElement?.closest<HTMLElement>(ROW) ?? undefined;
}

function tickOf(row: HTMLElement | undefined): HTMLInputElement | undefined {
  return row?.querySelector<HTMLInputElement>("input[type=checkbox]") ?? undefined;
}
