import { expect, test } from "vitest";
import { TOOL_CLASSES } from "#app/domain/catalog/catalog-words.ts";
import type { DriftClass } from "#app/domain/catalog/drift/drift-words.ts";
import { standingReason } from "#app/routes/inventory/standing-reason.ts";
import { touchWords } from "#app/routes/inventory/touch-words.ts";

const drifted = (
  serverDrift: { class: DriftClass | null; whole: DriftClass | null } | null,
  isPersonStopped = false,
) =>
  standingReason({
    standing: "drifted",
    blocks: [],
    grants: [],
    release: "1.0.0",
    environment: "development",
    drift: null,
    serverDrift,
    isPersonStopped,
    isMine: true,
  });

test("a drifted installation says how much is refused: every call, or those to tools that changed or are new", () => {
  expect(drifted({ class: "block", whole: null })).toContain("Every call to it is refused");
  expect(drifted({ class: "re_approve", whole: "re_approve" })).toContain("Every call to it is refused");
  expect(drifted({ class: "re_approve", whole: "note" })).toContain("Calls to changed and new tools");
  expect(drifted(null)).toContain("Calls to changed and new tools");
  expect(drifted(null, true)).toContain("Another installation of yours is not started as it was approved");
});

test("that tools only read is said to be their own word", () => {
  const counts = Object.fromEntries(TOOL_CLASSES.map((one) => [one, 0])) as Record<
    (typeof TOOL_CLASSES)[number],
    number
  >;
  expect(touchWords({ ...counts, read: 2 })).toBe("2 tools, declared read only");
  expect(touchWords({ ...counts, read: 2, write: 1 })).toBe("3 tools, 1 write");
  expect(touchWords(null)).toBe("Not looked yet");
});
