import { z } from "zod";
import {
  CHANGE_KINDS,
  type ChangeKind,
  DEFAULT_DRIFT_POLICY,
  DRIFT_CLASSES,
  type DriftClass,
} from "./drift/drift-words.ts";

const kinds = Object.keys(CHANGE_KINDS) as ChangeKind[];

/** A class per kind of change; one that is left out is as before anybody chose. */
const classes = Object.fromEntries(
  kinds.map((kind) => [kind, z.enum(DRIFT_CLASSES).default(DEFAULT_DRIFT_POLICY[kind])]),
) as { [K in ChangeKind]: z.ZodDefault<z.ZodEnum<{ [C in DriftClass]: C }>> };

export const DriftPolicyInput = z.strictObject(classes);
export type DriftPolicyInput = z.infer<typeof DriftPolicyInput>;
