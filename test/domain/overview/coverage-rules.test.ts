import fc from "fast-check";
import { expect, test } from "vitest";
import {
  dayAfter,
  daysOf,
  dayToCount,
  localDay,
  missingDays,
  shareOf,
} from "#app/domain/overview/coverage-rules.ts";

const HOUR = 3_600_000;
const ZONES = [
  "UTC",
  "Europe/Vienna",
  "America/New_York",
  "America/Havana",
  "America/Santiago",
  "Africa/Cairo",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Chatham",
];
const zone = fc.constantFrom(...ZONES);
const instant = fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true });

test.each([
  ["2026-11-25T23:30:00Z", "Europe/Vienna", "2026-11-25"],
  ["2026-11-25T22:30:00Z", "Europe/Vienna", null],
  ["2026-11-26T04:59:59Z", "Europe/Vienna", "2026-11-25"],
  ["2026-11-26T05:00:00Z", "Europe/Vienna", null],
  // the clock goes forward at 02:00: six hours after midnight it is already 07:00
  ["2026-03-29T04:59:00Z", "Europe/Vienna", "2026-03-28"],
  ["2026-03-29T05:00:00Z", "Europe/Vienna", null],
  // in Cairo the day of the change begins at 01:00
  ["2026-04-23T22:00:00Z", "Africa/Cairo", "2026-04-23"],
  // Samoa had no 30 December 2011
  ["2011-12-30T10:30:00Z", "Pacific/Apia", "2011-12-29"],
])("at %s in %s the day to count is %s", (at, where, day) => {
  expect(dayToCount(new Date(at), where)).toBe(day);
});

test("the day to count has ended, and ended within six hours", () => {
  fc.assert(
    fc.property(instant, zone, (now, where) => {
      const day = dayToCount(now, where);
      if (day === null) return;
      expect(day < localDay(now, where)).toBe(true);
      expect(localDay(new Date(now.getTime() - 6 * HOUR), where) <= day).toBe(true);
    }),
  );
});

test("a worker that looks every half hour counts every day of the calendar once, whatever the clocks do", () => {
  fc.assert(
    fc.property(instant, zone, (begin, where) => {
      const found: string[] = [];
      for (let at = begin.getTime(); at < begin.getTime() + 5 * 24 * HOUR; at += HOUR / 2) {
        const day = dayToCount(new Date(at), where);
        if (day && !found.includes(day)) found.push(day);
      }
      expect(found).toEqual(daysOf(found[0] ?? "", found.at(-1) ?? ""));
      expect(found.length).toBeGreaterThanOrEqual(4);
    }),
    { numRuns: 40 },
  );
});

test("days follow each other without a gap, over months, years and leap days", () => {
  expect(daysOf("2027-12-30", "2028-01-02")).toEqual([
    "2027-12-30",
    "2027-12-31",
    "2028-01-01",
    "2028-01-02",
  ]);
  expect(dayAfter("2028-02-28")).toBe("2028-02-29");
  expect(daysOf("2026-11-02", "2026-11-01")).toEqual([]);
  expect(daysOf("2020-01-01", "2029-01-01", 10)).toHaveLength(10);
});

test("a day nobody counted is missing, and a share of nothing is none", () => {
  expect(missingDays(["a", "b", "c"], [{ day: "b" }])).toEqual(["a", "c"]);
  expect(shareOf({ installations: 0, approved: 0 })).toBeNull();
  expect(shareOf({ installations: 4, approved: 1 })).toBe(0.25);
});
