import { defineConfig } from "vitest/config";

export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  test: {
    include: ["test/e2e/**/*.test.ts"],
    globalSetup: ["test/e2e/support/start-once.ts"],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // An address changes before the page it stands for is drawn: what a page says is waited for.
    expect: { poll: { timeout: 15_000, interval: 100 } },
  },
});
