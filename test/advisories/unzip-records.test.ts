import { describe, expect, test } from "vitest";
import { unzippedText, ZIP_LIMITS, ZipRefused } from "#app/domain/advisories/osv/unzip-records.server.ts";
import { zipOf } from "#test/support/zip.ts";

async function textOf(...of: Parameters<typeof unzippedText>): Promise<string> {
  let text = "";
  for await (const piece of unzippedText(...of)) text += piece;
  return text;
}
const refusalOf = (...of: Parameters<typeof unzippedText>) =>
  textOf(...of).then(
    () => "read",
    (error: unknown) => (error instanceof ZipRefused ? error.sentence : error),
  );

test("the texts of its files come one after the other, folders and nothing else left out", async () => {
  const zip = zipOf([
    { name: "npm/", text: "" },
    { name: "npm/a.json", text: '{"id":"Ä"}' },
    { name: "b.json", text: "x".repeat(300_000) },
  ]);
  expect(await textOf(zip)).toBe(`{"id":"Ä"}\n${"x".repeat(300_000)}\n`);
});

describe("what is made to harm is refused with a sentence, and in bounded time", () => {
  const file = { name: "a.json", text: "{}" };
  test("a bomb", async () => {
    const bomb = zipOf([{ name: "a", text: Buffer.alloc(64 * 1024 * 1024) }]);
    expect(await refusalOf(bomb)).toContain("more than 200 times its size");
  });
  test("more than is read in all", async () => {
    const zip = zipOf([file, { name: "b", text: "y".repeat(5_000) }]);
    expect(await refusalOf(zip, { ...ZIP_LIMITS, total: 1_000 })).toBe("It unpacks to more than is read.");
  });
  test.each([
    ["a file larger than it says", zipOf([{ name: "a", text: "y".repeat(5_000), claims: 10 }])],
    ["a file smaller than it says", zipOf([{ name: "a", text: "y", claims: 10 }])],
    ["an encrypted file", zipOf([{ ...file, isEncrypted: true }])],
    ["more files than there are", zipOf([file], 7)],
    ["a place outside", zipOf([{ name: "../../a", text: "{}" }])],
    ["a zip that is cut off", zipOf([file]).subarray(0, 40)],
    ["nothing but a beginning", Buffer.from("PK\u0003\u0004")],
    ["something else", Buffer.from("{}")],
  ])("%s", async (_, zip) => {
    expect(await refusalOf(zip)).toMatch(/^The zip is /);
  });
});
