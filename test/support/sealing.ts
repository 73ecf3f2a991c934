import { randomBytes } from "node:crypto";
import { beforeAll } from "vitest";
import { setSealingKey } from "#app/db/sealing-key.server.ts";

/** A sealing key for a test file that opens no app. */
export function sealWithRandomKey(): void {
  beforeAll(() => setSealingKey(randomBytes(32)));
}
