import { z } from "zod";
import {
  CHANGE_KINDS,
  DRIFT_CLASSES,
  type DriftClass,
  LAUNCH_CHANGES,
  type LaunchChange,
} from "../catalog/drift/drift-words.ts";
import { launchDifference, launchWay } from "./launch-way.ts";
import { Launch } from "./scan-inputs.ts";

/** An installation as it was pinned and as it is, as `launchSides` selects it. */
export const LaunchSides = z.object({
  change: z.enum(LAUNCH_CHANGES),
  class: z.enum(DRIFT_CLASSES),
  before: z.object({ identity: z.string(), release: z.string().nullable(), launch: Launch }),
  after: z.object({ identity: z.string(), release: z.string().nullable(), launch: Launch }),
});

/** How an installation differs from what was approved, and what the policy made of that. */
export type LaunchDrift = { change: LaunchChange; class: DriftClass; lines: string[] };

/** The difference, a line each. */
export function launchDriftOf(sides: z.output<typeof LaunchSides>): LaunchDrift {
  const { before, after } = sides;
  const named = (part: "identity" | "release", word: string) =>
    before[part] === after[part]
      ? []
      : [`${word} was ${before[part] ?? "not named"}, is ${after[part] ?? "not named"}`];
  const lines = [
    ...named("identity", "package"),
    ...named("release", "release"),
    ...launchDifference(launchWay(before.launch, before.release), launchWay(after.launch, after.release)),
  ];
  return {
    change: sides.change,
    class: sides.class,
    lines: lines.length > 0 ? lines : [CHANGE_KINDS[sides.change]],
  };
}
