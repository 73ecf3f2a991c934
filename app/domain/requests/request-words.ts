import type { ClassSource, ToolClass } from "#app/domain/catalog/catalog-words.ts";
import type { DriftSummary } from "#app/domain/catalog/drift/classify-drift.ts";
import type { DriftClass, LaunchChange } from "#app/domain/catalog/drift/drift-words.ts";
import type { FindingRule, FindingSeverity } from "#app/domain/inventory/inventory-words.ts";
import type { PinnedLaunch } from "#app/domain/inventory/seen-launches.ts";
import type { FrozenTrust } from "#app/domain/trust/frozen-trust.ts";

/** `submitted` is passed through at once until policies stage a request (step 4). */
export const REQUEST_STATES = [
  "submitted",
  "pending_approval",
  "waiting_for_requester",
  "approved",
  "denied",
  "expired",
  "withdrawn",
  "cancelled",
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** `drift`: Castellan asks whether a server that is not any more what was approved may go on; it makes no grant. */
export const REQUEST_KINDS = ["access", "drift"] as const;

/** Why a request was closed without anybody's decision or wish. */
export const CANCEL_REASONS = ["requester_left", "agent_retired", "drift_settled"] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

export const DECISION_OUTCOMES = ["approved", "denied"] as const;
export const MESSAGE_KINDS = ["question", "answer"] as const;

/** The pre-deployment checklist, in the order it is asked. */
export const CHECKLIST_ITEMS = [
  "source_reviewed",
  "permissions_needed",
  "maintained",
  "credentials_by_variable",
  "isolated",
  "calls_logged",
  "alerts_set",
] as const;
export type ChecklistItem = (typeof CHECKLIST_ITEMS)[number];

export const CHECKLIST_ANSWERS = ["yes", "no", "unknown"] as const;
export type ChecklistAnswer = (typeof CHECKLIST_ANSWERS)[number];

/** One row as shown and as frozen. `by` says what answered it: evidence, a person, or nothing. */
export type ChecklistRow = {
  item: ChecklistItem;
  answer: ChecklistAnswer;
  by: "evidence" | "person" | "nobody";
  /** empty in frozen evidence when a person wrote it: `noteId` names the words */
  note: string;
  noteId?: string | null;
  /** the member, when a person answered */
  memberId: string | null;
  /** ISO 8601, when somebody or something answered */
  at: string | null;
};

/** What the decider saw, kept with the decision. Names people and their words by id only. */
export type FrozenEvidence = {
  checklist: ChecklistRow[];
  /** what the server had changed to, when that was decided */
  drift?: {
    id: string;
    manifestId: string;
    class: DriftClass;
    added: number;
    removed: number;
    renamed: number;
    changed: number;
    summary: DriftSummary;
  };
  /** how the installation in question was started: hashes, as a launch's words can be erased */
  launchDrift?: {
    id: string;
    installationId: string;
    change: LaunchChange;
    class: DriftClass;
    approvedWay: string;
    foundWay: string;
  };
  /** how the holders' installations are started, which the decision pinned; absent before decisions named them */
  launches?: PinnedLaunch[];
  /** null: the server's tools were not looked at */
  manifest: { id: string; release: string; hash: string; observedAt: string; isConfirmed: boolean } | null;
  /** `classSource` is absent in what was frozen before classes had one */
  tools: { name: string; class: ToolClass; classSource?: ClassSource; hash: string }[];
  findings: { rule: FindingRule; severity: FindingSeverity; where: string; sentence: string }[];
  /** absent in decisions made before there was a score */
  trust?: FrozenTrust;
  asked: { tools: string[] | null; environment: string; endsAt: string; release: string | null };
};
