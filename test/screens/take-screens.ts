import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser } from "playwright-core";
import { openPerson, signIn } from "#test/e2e/support/person.ts";
import { findPlaces } from "#test/e2e/support/places.ts";
import { buildCopy } from "#test/process/support/build-copy.ts";
import { launchChromium } from "#test/support/chromium.ts";
import { demoSignIn } from "#test/support/demo-sign-in.ts";
import { type RunningServer, startServer } from "#test/support/server.ts";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const SCHEMES = ["light", "dark"] as const;

/** Takes the pictures and prints the folder. `fullPage` shows each page to its end instead of its first screen. */
export async function takeScreens(options: { root: string; fullPage: boolean }): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "castellan-screens-"));
  const copy = await buildCopy(options.root);
  try {
    const server = await startServer(copy.product);
    const browser = await launchChromium();
    try {
      for (const colorScheme of SCHEMES)
        await takeScheme({ browser, server, folder, colorScheme, fullPage: options.fullPage });
    } finally {
      await browser.close();
      await server.stop();
    }
  } finally {
    await copy.remove();
  }
  process.stdout.write(`${folder}\n`);
}

type Job = {
  browser: Browser;
  server: RunningServer;
  folder: string;
  colorScheme: (typeof SCHEMES)[number];
  fullPage: boolean;
};

async function takeScheme({ browser, server, folder, colorScheme, fullPage }: Job): Promise<void> {
  const person = await openPerson(browser, server.url, { colorScheme });
  const { page } = person;
  const { email, password } = demoSignIn(server.started.output());
  const take = async (name: string, address: string) => {
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.mouse.move(0, 0);
      await page.goto(address);
      await page.evaluate(() => document.fonts.ready);
      const place = path.join(folder, `${size.width}-${colorScheme}`);
      await mkdir(place, { recursive: true });
      await page.screenshot({ path: path.join(place, `${name}.png`), fullPage, animations: "disabled" });
    }
  };
  await take("sign-in", "/sign-in");
  await signIn(person, email, password);
  const slug = new URL(page.url()).pathname.split("/")[1] ?? "";
  for (const { name, path: address } of await findPlaces(page, slug)) await take(name, address);
  await person.context.close();
}
