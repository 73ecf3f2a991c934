import { expect, test } from "vitest";
import { digestDue, localDay } from "#app/domain/notifications/digest-rules.ts";

const BERLIN = { timeZone: "Europe/Berlin", workingDays: [1, 2, 3, 4, 5], worksFrom: "09:00" };

function due(now: string, cadence: "daily" | "weekly", times = BERLIN): string {
  return digestDue(new Date(now), times, cadence).toISOString();
}

test("a daily digest is due when a working day begins in the organization's zone, summer and winter", () => {
  expect(due("2026-11-24T07:59:59Z", "daily")).toBe("2026-11-23T08:00:00.000Z");
  expect(due("2026-11-24T08:00:00Z", "daily")).toBe("2026-11-24T08:00:00.000Z");
  expect(due("2026-07-14T07:00:00Z", "daily")).toBe("2026-07-14T07:00:00.000Z");
  expect(due("2026-11-24T14:00:00Z", "daily", { ...BERLIN, timeZone: "America/Los_Angeles" })).toBe(
    "2026-11-23T17:00:00.000Z",
  );
});

test("a weekend has none: what happens then comes on Monday", () => {
  expect(due("2026-11-29T20:00:00Z", "daily")).toBe("2026-11-27T08:00:00.000Z");
  expect(due("2026-11-30T08:00:00Z", "daily")).toBe("2026-11-30T08:00:00.000Z");
});

test("a weekly digest is due on the first working day of the week", () => {
  expect(due("2026-11-29T20:00:00Z", "weekly")).toBe("2026-11-23T08:00:00.000Z");
  expect(due("2026-11-30T07:59:00Z", "weekly")).toBe("2026-11-23T08:00:00.000Z");
  const sundays = { ...BERLIN, workingDays: [7], worksFrom: "10:30" };
  expect(due("2026-11-29T09:30:00Z", "weekly", sundays)).toBe("2026-11-29T09:30:00.000Z");
});

test("the night the clock moves neither skips a digest nor has two", () => {
  const nights = { timeZone: "Europe/Berlin", workingDays: [1, 2, 3, 4, 5, 6, 7], worksFrom: "02:30" };
  for (const [from, days] of [
    ["2026-03-27T12:00:00Z", 5],
    ["2026-10-23T12:00:00Z", 5],
  ] as const) {
    const seen = new Set<string>();
    for (let minute = 0; minute < days * 1_440; minute += 10) {
      seen.add(due(new Date(Date.parse(from) + minute * 60_000).toISOString(), "daily", nights));
    }
    expect(seen.size).toBe(days + 1);
  }
});

test("a day is the one on the zone's own calendar", () => {
  expect(localDay(new Date("2026-12-31T23:30:00Z"), "Europe/Berlin")).toBe("2027-01-01");
  expect(localDay(new Date("2026-12-31T23:30:00Z"), "America/New_York")).toBe("2026-12-31");
});
