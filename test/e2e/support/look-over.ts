import axe from "axe-core";
import type { Page } from "playwright-core";

type AxeWindow = { axe: typeof axe };

/** What a machine can tell about a page as it is drawn now; each finding is a sentence. */
export async function lookOver(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    // Put there by the line above.
    const { violations } = await (globalThis as unknown as AxeWindow).axe.run(document, {
      resultTypes: ["violations"],
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} (${nodes.length})`);
  });
  const headings = await page.locator("h1").count();
  const filled = await page.locator(".btn-primary:visible, .btn-danger:visible").allTextContents();
  return [
    ...violations,
    ...(headings === 1 ? [] : [`${headings} headings of the first rank`]),
    ...(filled.length <= 1 ? [] : [`${filled.length} filled buttons: ${filled.join(", ")}`]),
    ...((await scrollsSideways(page)) ? ["scrolls sideways"] : []),
  ];
}

export function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
}

/** Tables of which, as they are drawn now, nothing but the first column is left. */
export function rowsWithoutFacts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("table")]
      .filter((table) => table.checkVisibility())
      .filter((table) => {
        const facts = [...table.querySelectorAll("tbody td:not(.at-pick)")];
        return facts.some((fact) => fact.textContent !== "") && !facts.some((fact) => fact.checkVisibility());
      })
      .map((table) => `"${table.caption?.textContent ?? ""}" shows nothing but the heads of its rows`),
  );
}
