import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";

/** Somebody with a browser profile of their own. */
export interface Person {
  context: BrowserContext;
  page: Page;
  /** What no page may do: speak on the console, break, or ask another host for something. */
  troubles: string[];
  /** The words of the page as a person reads them. */
  words(): Promise<string>;
}

const STEP_MS = 15_000;

export async function openPerson(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Person> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    timezoneId: "UTC",
    ...options,
  });
  context.setDefaultTimeout(STEP_MS);
  const page = await context.newPage();
  const troubles: string[] = [];
  const at = () => new URL(page.url(), url).pathname;
  context.on("console", (message) => {
    // Chromium tells of every 4xx answer; the stories look at those answers themselves.
    if (message.type() === "error" && /^Failed to load resource/.test(message.text())) return;
    troubles.push(`${at()} said ${message.type()}: ${message.text()}`);
  });
  context.on("weberror", (error) => troubles.push(`${at()} broke: ${error.error().message}`));
  context.on("request", (request) => {
    const asked = new URL(request.url());
    if (/^https?:$/.test(asked.protocol) && asked.origin !== new URL(url).origin)
      troubles.push(`${at()} asked ${asked.origin}`);
  });
  // biome-ignore lint/performance/useDomNodeTextContent: a person does not read what is hidden
  return { context, page, troubles, words: () => page.locator("body").innerText() };
}

export async function signIn({ page }: Person, email: string, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
}

/** Opens an invitation link and joins with a new password. */
export async function joinBy({ page }: Person, link: string, name: string, password: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Accept invitation" }).click();
  await page.waitForURL((address) => !address.pathname.startsWith("/invitations/"));
}
