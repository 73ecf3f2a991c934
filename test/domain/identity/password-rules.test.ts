import fc from "fast-check";
import { expect, test } from "vitest";
import { whyNotPassword } from "#app/domain/identity/password-rules.ts";

const owner = { email: "søren.ok@payments.example", name: "Søren Kierkegaard" };

test.each([
  "short",
  "elevenchars",
  // eleven characters, though more bytes
  "ééééééééééé",
])("%s is too short", (password) => {
  expect(whyNotPassword(password, owner)).toContain("at least 12 characters");
});

test.each([
  "password1234",
  "Password1234!",
  "P@ssw0rd2026!!",
  "passwordpassword",
  "letmeinletmein",
  "welcome-welcome",
  "123456789012",
  "000000000000",
  "abcabcabcabc",
  "qwertyuiop123",
  "QwErTyUiOp[]",
  "1q2w3e4r5t6y",
  "1qaz2wsx3edc",
  "zxcvbnmasdfghjkl",
  "abcdefghijkl",
  "lkjihgfedcba",
  "iloveyouforever",
  "Summer2026!!!",
  "AdminAdmin2026",
  "changeme123456",
])("%s is among what is tried first", (password) => {
  expect(whyNotPassword(password, owner)).toContain("tried first");
});

test.each([
  "kierkegaard12",
  "SørenKierkegaard!",
  "soren.ok@payments.example".replace("o", "ø"),
  "castellan2026!",
  "payments-Søren-1",
])("%s is about its owner", (password) => {
  expect(whyNotPassword(password, owner)).toContain("own name or address");
});

test.each([
  "correct horse battery staple",
  "another long password",
  "Søren läuft gern im Regen",
  "тридцать три коровы",
  "🔑🚪🏰🔑🚪🏰 ring the bell",
  "x7#Qm2!vLp9@",
])("%s is taken", (password) => {
  expect(whyNotPassword(password, owner)).toBeUndefined();
});

test("257 characters are too many and 256 are not", () => {
  const long = "nine words that nobody else puts in this order ".repeat(6);
  expect(whyNotPassword(long.slice(0, 256), owner)).toBeUndefined();
  expect(whyNotPassword(long.slice(0, 257), owner)).toContain("at most 256");
});

test("two ways to write the same characters are judged alike", () => {
  expect(whyNotPassword("ｐａｓｓｗｏｒｄ１２３４", owner)).toContain("tried first");
});

test("every text is judged, however odd", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.string({ maxLength: 80 }),
      (password, name) => {
        const why = whyNotPassword(password, { email: "a@b.example", name });
        return why === undefined || why.endsWith(".");
      },
    ),
    { numRuns: 300 },
  );
});
