export type PageKey = { key: string; label: string };

/** Keys of this page: whatever carries `data-key`, in the order of the page. */
export function pageKeys(): PageKey[] {
  const found = [...document.querySelectorAll<HTMLElement>("[data-key]")].map((element) => ({
    key: element.dataset.key ?? "",
    label: element.dataset.keyLabel ?? element.textContent?.trim() ?? "",
  }));
  return found.filter((one, at) => found.findIndex((other) => other.key === one.key) === at);
}

/**
 * Follows a link, opens a fold, or puts the focus on anything else: a letter opens or marks, it never carries out.
 * Returns whether the page knows the key.
 */
export function pressPageKey(key: string): boolean {
  const target = [...document.querySelectorAll<HTMLElement>("[data-key]")].find(
    (element) => element.dataset.key === key && element.offsetParent !== null,
  );
  if (!target) return false;
  if (target instanceof HTMLAnchorElement) target.click();
  else {
    const fold = target.closest("details");
    if (fold) fold.open = true;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  }
  return true;
}

/** What the page offers at its top, for the palette: links to follow, buttons to look at. */
export function pageActions(): { label: string; run: () => void }[] {
  const actions = [...document.querySelectorAll<HTMLElement>("main .action-bar :is(a[href], button)")];
  return actions.flatMap((element) => {
    const label = element.textContent?.trim() ?? "";
    if (label === "" || element.offsetParent === null) return [];
    const isLink = element instanceof HTMLAnchorElement;
    return [{ label, run: () => (isLink ? element.click() : element.focus()) }];
  });
}
