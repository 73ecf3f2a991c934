import type { Page } from "playwright-core";

/** What Tab may stop at, as HTML has it; of a group of radio buttons only one. */
const STOPS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
const BEYOND = 400;

type Stop = { place: number; name: string; isSeen: boolean; isOnTop: boolean };

/**
 * Goes through a page by Tab from its beginning to its end; each finding is a sentence: what cannot be reached, where the
 * focus cannot be seen (WCAG 2.4.7), what covers it (2.4.11), and where one cannot get away (2.1.2).
 */
export async function walkByKeyboard(page: Page): Promise<string[]> {
  await page.waitForLoadState("networkidle");
  const names = await markStops(page);
  const reached = new Map<number, Stop>();
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    window.getSelection()?.removeAllRanges();
    window.scrollTo(0, 0);
  });
  let previous = -1;
  for (let step = 0; step < names.length + BEYOND; step++) {
    const stop = await nextStop(page);
    // a date has several stops of its own, drawn by the browser
    if (!stop || (stop.place !== previous && reached.has(stop.place))) break;
    if (stop.place >= 0 && stop.place !== previous) reached.set(stop.place, stop);
    previous = stop.place;
  }
  const missed = names.filter((name, place) => name !== "" && !reached.has(place));
  const stops = [...reached.values()];
  return [
    ...(reached.size === 0 ? ["nothing is reached by Tab"] : []),
    ...missed.map((name) => `Tab does not reach ${name}`),
    ...stops.filter(({ isSeen }) => !isSeen).map(({ name }) => `the focus is not seen on ${name}`),
    ...stops
      .filter(({ isOnTop }) => !isOnTop)
      .map(({ name }) => `something covers ${name} when it has the focus`),
  ];
}

/** Numbers what one should be able to stop at; what is not shown, switched off or the second of its group has no name. */
function markStops(page: Page): Promise<string[]> {
  return page.evaluate((stops) => {
    const groups = new Set<string>();
    return [...document.querySelectorAll<HTMLElement>(stops)].map((element, place) => {
      element.dataset.walk = String(place);
      const shown = element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: false });
      if (!shown || element.tabIndex < 0 || element.matches(":disabled") || element.closest("[inert]"))
        return "";
      if (element instanceof HTMLInputElement && element.type === "radio") {
        const group = `${element.form?.action} ${element.name}`;
        const chosen = document.querySelector(
          `input[type=radio][name="${CSS.escape(element.name)}"]:checked`,
        );
        if (groups.has(group) || (chosen && chosen !== element)) return "";
        groups.add(group);
      }
      const text = element.getAttribute("aria-label") ?? element.textContent ?? "";
      return `${element.tagName.toLowerCase()} "${text.trim().slice(0, 40)}" ${element.getAttribute("href") ?? element.getAttribute("name") ?? ""}`;
    });
  }, STOPS);
}

/** Presses Tab; null when the focus is on nothing of the page, which is its end. */
async function nextStop(page: Page): Promise<Stop | null> {
  await page.keyboard.press("Tab");
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (!element || element === document.body) return null;
    const drawn = (one: Element) =>
      [null, "::after"].some((part) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one, part);
        return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0) || boxShadow !== "none";
      });
    // a hidden box whose label shows the ring in its place
    const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined;
    const isSeen = drawn(element) || (label ? drawn(label) || [...label.children].some(drawn) : false);
    const shape = (label && element.getBoundingClientRect().width <= 1 ? label : element).getClientRects();
    const isOnTop = [...shape].some(({ left, top, width, height }) =>
      [0.1, 0.5, 0.9].some((part) => {
        const found = document.elementFromPoint(left + width * part, top + height / 2);
        return (
          found !== null &&
          (element.contains(found) || found.contains(element) || label?.contains(found) === true)
        );
      }),
    );
    const text = element.getAttribute("aria-label") ?? element.textContent ?? "";
    const name = `${element.tagName.toLowerCase()} "${text.trim().slice(0, 40)}"`;
    return { place: Number(element.dataset.walk ?? -1), name, isSeen, isOnTop };
  });
}
