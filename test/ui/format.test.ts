import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatExactNumber, formatNumber, formatShare } from "#app/ui/format-number.ts";
import {
  formatDay,
  formatDuration,
  formatExact,
  formatRelative,
  formatSeconds,
} from "#app/ui/format-time.ts";
import { initialsOf } from "#app/ui/initials.ts";
import { plural } from "#app/ui/plural.ts";
import { printableParts, printableText } from "#app/ui/printable-text.ts";
import { shortenMiddle } from "#app/ui/shorten-middle.ts";

const now = "2026-11-23T10:00:00.000Z";
const berlin = "Europe/Berlin";

describe("times", () => {
  test.each([
    ["2026-11-23T09:59:40Z", "just now"],
    ["2026-11-23T10:00:30Z", "in less than a minute"],
    ["2026-11-23T09:58:00Z", "2 minutes ago"],
    ["2026-11-23T07:00:00Z", "3 hours ago"],
    ["2026-11-22T09:00:00Z", "yesterday"],
    ["2026-11-25T10:00:00Z", "in 2 days"],
    ["2026-03-03T10:00:00Z", "3 Mar 2026"],
    ["2026-12-24T23:30:00Z", "25 Dec 2026"],
  ])("%s reads as %s", (at, words) => {
    expect(formatRelative(at, now, berlin)).toBe(words);
  });

  test("an exact time always names its zone, and its year when it is another one", () => {
    expect(formatExact("2026-11-27T22:59:00Z", now, berlin)).toBe("Fri 27 Nov, 23:59 CET");
    expect(formatExact("2026-07-01T00:00:00Z", now, berlin)).toBe("Wed 1 Jul, 02:00 CEST");
    expect(formatExact("2027-05-21T21:59:00Z", now, berlin)).toBe("21 May 2027, 23:59 CEST");
    expect(formatExact("2026-11-27T22:59:00Z", now, "America/New_York")).toBe("Fri 27 Nov, 17:59 GMT-5");
    expect(formatExact("2026-11-27T22:59:00Z", now, "UTC")).toBe("Fri 27 Nov, 22:59 UTC");
    expect(formatSeconds(new Date("2026-03-03T13:02:09Z"), berlin)).toBe("3 Mar 2026, 14:02:09 CET");
  });

  test("on the day the clocks change, each side of the change keeps its own offset", () => {
    expect(formatExact("2026-10-25T00:59:00Z", now, berlin)).toBe("Sun 25 Oct, 02:59 CEST");
    expect(formatExact("2026-10-25T01:00:00Z", now, berlin)).toBe("Sun 25 Oct, 02:00 CET");
  });

  test("every day in every zone is the day Intl says", () => {
    const zones = [
      "UTC",
      berlin,
      "Asia/Kathmandu",
      "Australia/Lord_Howe",
      "America/St_Johns",
      "Pacific/Apia",
    ];
    const earliest = Date.UTC(2000, 0, 1);
    fc.assert(
      fc.property(
        fc.integer({ min: earliest, max: Date.UTC(2040, 0, 1) }),
        fc.constantFrom(...zones),
        (time, zone) => {
          const expected = new Intl.DateTimeFormat("en-GB", {
            timeZone: zone,
            day: "numeric",
            month: "numeric",
            year: "numeric",
            hour: "2-digit",
            minute: "2-digit",
            hourCycle: "h23",
          }).formatToParts(time);
          const part = (type: string) => expected.find((one) => one.type === type)?.value;
          expect(formatDay(new Date(time), zone)).toMatch(
            new RegExp(`^${Number(part("day"))} \\w{3} ${part("year")}$`),
          );
          expect(formatExact(new Date(time), now, zone)).toContain(`, ${part("hour")}:${part("minute")} `);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("a duration has two units at most", () => {
    expect([40_000, 90_000, 3_600_000, 4_320_000, 86_400_000, 266_400_000].map(formatDuration)).toEqual([
      "40 s",
      "1 min 30 s",
      "1 h",
      "1 h 12 min",
      "1 day",
      "3 days 2 h",
    ]);
  });
});

describe("numbers and words", () => {
  test("a count is exact up to 9,999 and short from there; ranges and audit stay exact", () => {
    expect([0, 9999, 12_400, 999_940, 999_960].map(formatNumber)).toEqual([
      "0",
      "9,999",
      "12.4 k",
      "999.9 k",
      "1 M",
    ]);
    expect(formatExactNumber(1_204_551)).toBe("1,204,551");
  });

  test("a share names its base, and a small base stays a count", () => {
    expect(formatShare(3, 11)).toBe("3 of 11");
    expect(formatShare(0, 0)).toBe("0 of 0");
    expect(formatShare(617, 618)).toBe("99 % of 618");
  });

  test("a sentence has its own form for none, one and many", () => {
    const forms = { zero: "Nothing needs you", one: "# item needs you", other: "# items need you" };
    expect([0, 1, 2, 2314].map((count) => plural(count, forms))).toEqual([
      "Nothing needs you",
      "1 item needs you",
      "2 items need you",
      "2,314 items need you",
    ]);
  });

  test("initials come from the first and the last word of any name", () => {
    expect(["Mara Lindqvist", "Cher", " ana  de la cruz ", ""].map(initialsOf)).toEqual([
      "ML",
      "C",
      "AC",
      "?",
    ]);
  });

  test("a shortened identity keeps both ends and never exceeds its limit", () => {
    expect(shortenMiddle("npm:@modelcontextprotocol/server-filesystem", 20)).toBe("npm:@model…ilesystem");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 3, max: 60 }), (text, limit) => {
        expect(Array.from(shortenMiddle(text, limit)).length).toBeLessThanOrEqual(
          Math.max(limit, Math.min(limit, Array.from(text).length)),
        );
      }),
    );
  });
});

describe("text of strangers", () => {
  test("characters that hide or turn text around are printed by their code", () => {
    expect(printableText("a\u202Eb")).toBe("a[U+202E]b");
    expect(printableText("zero\u200Bwidth\u0000")).toBe("zero[U+200B]width[U+0000]");
    expect(printableText("tag\u{E0041}")).toBe("tag[U+E0041]");
    expect(printableParts("a\u2066b")).toEqual([{ text: "a" }, { codepoint: "U+2066" }, { text: "b" }]);
  });

  test("ordinary writing and emoji stay as they are", () => {
    for (const text of ["", "plain", "zwei\nZeilen\tund Ümläute", "日本語", "👩‍💻 and 👍🏽 and ❤️"]) {
      expect(printableText(text)).toBe(text);
    }
  });

  test("a joiner outside an emoji is printed", () => {
    expect(printableText("pay\u200Dpal")).toBe("pay[U+200D]pal");
  });

  test("whatever comes in, no bidirectional control or tag character is left in the output", () => {
    const hidden = fc.constantFrom(
      "\u202A",
      "\u202E",
      "\u2066",
      "\u2069",
      "\u200F",
      "\u200B",
      "\uFEFF",
      "\u{E0020}",
      "\u0007",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: "binary" }), hidden)), (pieces) => {
        expect(printableText(pieces.join(""))).not.toMatch(
          /[\u202A-\u202E\u2066-\u2069\u200B\u200E\u200F\uFEFF\u{E0000}-\u{E007F}]/u,
        );
      }),
    );
  });
});
