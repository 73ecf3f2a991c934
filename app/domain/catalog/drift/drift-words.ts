/** What may have changed since an approval, each with how a person reads it. The last five are of the whole server. */
export const CHANGE_KINDS = {
  added: "tool added",
  removed: "tool removed",
  renamed: "tool renamed",
  title_changed: "title changed",
  description_changed: "description changed",
  hidden_instructions: "hidden instructions appeared",
  schema_widened: "takes more than before",
  schema_narrowed: "takes less than before",
  schema_changed: "takes something else than before",
  output_changed: "output changed",
  to_destructive: "now says that it may destroy",
  to_riskier: "hints changed to the riskier side",
  to_safer: "hints changed to the safer side",
  scope_widened: "reaches further",
  scope_narrowed: "reaches less far",
  written_otherwise: "says the same in another order",
  other_changed: "changed in another way",
  instructions_changed: "its instructions to the model changed",
  offers_changed: "prompts or resources changed",
  release_changed: "another release",
  launch_changed: "started in another way",
  package_changed: "another package",
} as const;

/** The kinds that concern one installation, and not what a server lists. */
export const LAUNCH_CHANGES = ["package_changed", "launch_changed", "release_changed"] as const;
export type LaunchChange = (typeof LAUNCH_CHANGES)[number];

export type ChangeKind = keyof typeof CHANGE_KINDS;

/** From the mildest: noted only, refused tool by tool until somebody decides, refused altogether. */
export const DRIFT_CLASSES = ["note", "re_approve", "block"] as const;
export type DriftClass = (typeof DRIFT_CLASSES)[number];

/** How a drift ended: pinned anew by an approval, gone by itself, or followed by another list. */
export const DRIFT_OUTCOMES = ["approved", "reverted", "superseded"] as const;
export type DriftOutcome = (typeof DRIFT_OUTCOMES)[number];

/** How one of an installation ended: it may also have gone from its file. */
export const LAUNCH_OUTCOMES = [...DRIFT_OUTCOMES, "removed"] as const;

/** What an organization makes of each kind of change. */
export type DriftPolicy = Record<ChangeKind, DriftClass>;

/** What holds until an organization chose otherwise. What nobody could judge is treated like more. */
export const DEFAULT_DRIFT_POLICY: DriftPolicy = {
  added: "re_approve",
  removed: "note",
  renamed: "re_approve",
  title_changed: "re_approve",
  description_changed: "re_approve",
  hidden_instructions: "block",
  schema_widened: "re_approve",
  schema_narrowed: "note",
  schema_changed: "re_approve",
  output_changed: "re_approve",
  to_destructive: "block",
  to_riskier: "re_approve",
  to_safer: "note",
  scope_widened: "re_approve",
  scope_narrowed: "note",
  written_otherwise: "note",
  other_changed: "re_approve",
  // the model is given them with every tool, so they weigh as what a tool says of itself
  instructions_changed: "re_approve",
  // a person chooses them, and many servers list what they hold at the moment
  offers_changed: "note",
  release_changed: "note",
  launch_changed: "re_approve",
  package_changed: "block",
};

/** The stricter of two; null: nothing yet. */
export function stricter(one: DriftClass | null, other: DriftClass): DriftClass {
  return one !== null && DRIFT_CLASSES.indexOf(one) >= DRIFT_CLASSES.indexOf(other) ? one : other;
}
