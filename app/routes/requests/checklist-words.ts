import type { ChecklistItem } from "#app/domain/requests/request-words.ts";

/** The rows of the pre-deployment checklist as questions. */
export const CHECKLIST_QUESTIONS: Record<ChecklistItem, string> = {
  source_reviewed: "Source reviewed or publisher verified",
  permissions_needed: "Permissions not wider than needed",
  maintained: "Actively maintained",
  credentials_by_variable: "Credentials only by variable",
  isolated: "Isolated where possible",
  calls_logged: "Calls logged",
  alerts_set: "Alerts set",
};
