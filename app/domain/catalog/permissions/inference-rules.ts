import { ACT_RULES } from "./act-rules.ts";
import { REACH_RULES } from "./reach-rules.ts";
import type { InferenceRule } from "./tool-words.ts";

/** The open list of rules by which a class is inferred. Ids are stable: they are stored with each tool. */
export const INFERENCE_RULES: readonly InferenceRule[] = [...ACT_RULES, ...REACH_RULES];
