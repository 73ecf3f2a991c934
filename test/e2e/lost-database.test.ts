import { randomBytes } from "node:crypto";
import { expect, inject, test } from "vitest";
import { type EmbeddedCluster, removeEmbedded, startEmbedded } from "#app/db/embedded.server.ts";
import { freshState } from "#test/process/support/run-product.ts";
import { launchChromium } from "#test/support/chromium.ts";
import { startServer } from "#test/support/server.ts";
import { makeOrganization, newPassword } from "./support/operator.ts";
import { joinBy, openPerson } from "./support/person.ts";

test("a form sent while the database is away is kept, and goes through when it is back", async () => {
  const product = inject("productFolder");
  const place = await freshState();
  const browser = await launchChromium();
  let cluster: EmbeddedCluster | undefined;
  try {
    cluster = await startEmbedded(place.folder, { fast: true });
    const env = {
      DATABASE_URL: cluster.runtimeUrl,
      DATABASE_OWNER_URL: cluster.ownerUrl,
      CASTELLAN_KEY: randomBytes(32).toString("base64"),
    };
    const server = await startServer(product, { env });
    try {
      const made = await makeOrganization(product, server, env);
      const owner = await openPerson(browser, server.url, { javaScriptEnabled: false });
      await joinBy(owner, made.signInUrl, "Olive Owner", newPassword());
      const { page } = owner;
      await page.goto(`/${made.organization.slug}/settings/teams`);
      await page.getByLabel("Name").fill("Kept through the night");
      const { port } = cluster;
      await cluster.stop();
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.request().method() === "POST"),
        page.getByRole("button", { name: "Create team" }).click(),
      ]);
      expect(answer.status()).toBe(503);
      await expect.poll(() => owner.words()).toContain("what you typed is kept");
      cluster = await startEmbedded(place.folder, { fast: true, port });
      await expect.poll(async () => (await fetch(`${server.url}/ready`)).status).toBe(200);
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByRole("heading", { level: 1, name: "Kept through the night" }).waitFor();
    } finally {
      await server.stop();
    }
  } finally {
    await browser.close();
    await cluster?.stop();
    await removeEmbedded(place.folder);
    await place.remove();
  }
});
