import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { DiffView } from "#app/ui/diff-view.tsx";
import { diffParts } from "#app/ui/text-diff.ts";

describe("a difference", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "word", " ", "\n", "\u202e", "é", "<b>", "😀"), { maxLength: 60 })
    .map((parts) => parts.join(""));

  test.each(["words", "lines"] as const)("by %s loses nothing of either side", (by) => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = diffParts(before, after, by);
        const side = (kind: "removed" | "added") =>
          parts
            .filter((part) => part.kind === "same" || part.kind === kind)
            .map((part) => part.text)
            .join("");
        expect(side("removed")).toBe(before);
        expect(side("added")).toBe(after);
      }),
    );
  });

  test("says which words changed and keeps the rest", () => {
    expect(diffParts("Reads one issue.", "Reads every issue.", "words")).toEqual([
      { kind: "same", text: "Reads " },
      { kind: "removed", text: "one " },
      { kind: "added", text: "every " },
      { kind: "same", text: "issue." },
    ]);
  });

  test("of two long strange texts is found in bounded time", () => {
    const words = (seed: string) => Array.from({ length: 10_000 }, (_, n) => `${seed}${n * 7919}`).join(" ");
    const before = performance.now();
    expect(diffParts(words("a"), words("b"), "words").map(({ kind }) => kind)).toEqual(["removed", "added"]);
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  test("is drawn as text: markup is inert, hidden characters are named, what stays the same is bounded", () => {
    const same = "same ".repeat(200);
    const html = renderToStaticMarkup(
      <DiffView
        fields={[
          { name: "Description", by: "words", before: `${same}old`, after: `${same}<img src=x> \u202enew` },
        ]}
      />,
    );
    expect(html).toContain("&lt;img");
    expect(html).not.toContain("<img");
    expect(html).toContain("U+202E");
    expect(html).toContain("characters the same");
    expect(html.length).toBeLessThan(2_000);
    expect(html).toMatch(/<del[\s\S]*removed: [\s\S]*old/);
  });
});
