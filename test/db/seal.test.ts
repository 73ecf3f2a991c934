import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { seal, unseal } from "#app/db/seal.server.ts";
import { setSealingKey } from "#app/db/sealing-key.server.ts";

const place = "sealed_secret one two";

test("what was sealed opens only at its place and unchanged", () => {
  setSealingKey(randomBytes(32));
  const sealed = seal("a secret", place);
  expect(sealed).not.toContain("a secret");
  expect(unseal(sealed, place)).toBe("a secret");
  expect(() => unseal(sealed, "sealed_secret one three")).toThrow("changed or moved");
  expect(() => unseal(`${sealed.slice(0, -2)}AA`, place)).toThrow("changed or moved");
  expect(seal("a secret", place)).not.toBe(sealed);
});

test("a replaced key still opens what it sealed, and a forgotten one does not", () => {
  const old = randomBytes(32);
  setSealingKey(old);
  const sealed = seal("a secret", place);
  const fresh = randomBytes(32);
  setSealingKey(fresh, undefined, [old]);
  expect(unseal(sealed, place)).toBe("a secret");
  setSealingKey(fresh);
  expect(() => unseal(sealed, place)).toThrow("does not have");
});
