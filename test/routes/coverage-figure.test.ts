import { expect, test } from "vitest";
import { coverageSentence, gapsOf, pointsOf, weeksOf } from "#app/routes/overview/coverage-series.ts";

const day = (n: number) => `2026-11-${String(n).padStart(2, "0")}`;
const counted = (days: [number, number, number][]) => ({
  from: day(1),
  to: day(20),
  days: days.map(([n, approved, installations]) => ({ day: day(n), approved, installations })),
});

test("a day nobody counted is a gap in the line and never zero", () => {
  const points = pointsOf(
    counted([
      [10, 1, 20],
      [11, 5, 20],
      [14, 10, 20],
      [15, 12, 20],
      [20, 19, 20],
    ]),
  );
  expect(points.map(({ percent }) => percent)).toEqual([
    5,
    25,
    null,
    null,
    50,
    60,
    null,
    null,
    null,
    null,
    95,
  ]);
  expect(gapsOf(points)).toEqual([
    { from: day(12), to: day(13) },
    { from: day(16), to: day(19) },
  ]);
  expect(coverageSentence(points)).toBe("Approved share rose from 5 % to 95 % in 11 days");
});

test("a day on which nothing was reported has no share, and is no gap", () => {
  const points = pointsOf(
    counted([
      [18, 0, 0],
      [19, 0, 4],
      [20, 1, 4],
    ]),
  );
  expect(points[0]).toMatchObject({ percent: null, words: "Nothing was reported" });
  expect(points[1]?.percent).toBe(0);
  expect(gapsOf(points)).toEqual([]);
});

test("fewer than four days are a sentence that says how many there are", () => {
  expect(coverageSentence(pointsOf(counted([[20, 1, 4]])))).toContain("1 is counted so far");
  expect(coverageSentence([])).toContain("0 are counted so far");
});

test("the table says of each week how many of its days were not counted", () => {
  const weeks = weeksOf(
    pointsOf(
      counted([
        [10, 1, 20],
        [11, 5, 20],
        [14, 10, 20],
        [20, 19, 20],
      ]),
    ),
  );
  expect(weeks.map(({ missing }) => missing)).toEqual([5, 2]);
  expect(weeks[0]?.words).toBe("95 % of 20 approved");
});
