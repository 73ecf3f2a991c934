import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { launchChromium } from "#test/support/chromium.ts";

test("the browser of these stories refuses to read another origin, as people's browsers do", async () => {
  const server = createServer((_request, response) => response.end("<p>words of one origin</p>"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = addressOf(server.address());
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    const read = (host: string) =>
      page.evaluate(
        (url) =>
          fetch(url).then(
            (answer) => answer.text(),
            () => "refused",
          ),
        `http://${host}:${port}/`,
      );
    expect(await read("127.0.0.1")).toContain("words of one origin");
    expect(await read("localhost")).toBe("refused");
  } finally {
    await browser.close();
    server.close();
  }
});

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") throw new Error("The server listens nowhere.");
  return address;
}
