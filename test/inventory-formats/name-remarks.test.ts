import { expect, test } from "vitest";
import { nameRemarks } from "#app/domain/inventory/name-remarks.ts";

const of = (name: string, title: string | null = null, ...identities: string[]) =>
  nameRemarks({ name, title, identities }).map((sentence) => sentence.split(" ").slice(0, 4).join(" "));

test.each([
  ["a plain name", of("io.github.example/notes", "Notes", "npm:@example/notes"), []],
  ["a name in another alphabet alone", of("io.github.example/notes", "Заметки"), []],
  ["an accent", of("io.github.example/cafe", "Café"), []],
  ["a zero-width space", of("io.github.example/no\u200btes"), ["Characters nobody sees stand"]],
  ["a bidirectional mark in the title", of("a/b", "Notes \u202eexe"), ["Characters nobody sees stand"]],
  ["a Cyrillic letter in a Latin word", of("a/b", "GitHub n\u043etes"), ["Letters of another alphabet"]],
  [
    "both, and a package one slip away",
    of("a/\u200b", "n\u043etes", "npm:@modelcontextprotocol/server-filesytem"),
    ["Characters nobody sees stand", "Letters of another alphabet", "Its package is called"],
  ],
  ["an address", of("a/b", null, "remote:https://mcp.example.com/mcp"), []],
])("%s is remarked on as it should be", (_about, found, expected) => {
  expect(found).toEqual(expected);
});

test("the characters are named", () => {
  const remarks = nameRemarks({ name: "a/no\u200btes", title: "n\u043et\u0435s", identities: [] });
  expect(remarks.map((sentence) => sentence.split(": ")[1])).toEqual(["U+200B.", "U+043E, U+0435."]);
});

test("a name of any length and content is answered", () => {
  for (const text of ["", "\ud800", "a".repeat(100_000), "\u200b".repeat(100_000), "npm:", "npm:\n"])
    expect(Array.isArray(nameRemarks({ name: text, title: text, identities: [text, `npm:${text}`] }))).toBe(
      true,
    );
});
