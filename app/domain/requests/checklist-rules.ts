import {
  type ChecklistFacts,
  credentialsByVariable,
  type Found,
  isolated,
  maintained,
  permissionsNeeded,
} from "./checklist-evidence.ts";
import {
  CHECKLIST_ITEMS,
  type ChecklistAnswer,
  type ChecklistItem,
  type ChecklistRow,
} from "./request-words.ts";

export type PersonsAnswer = {
  item: ChecklistItem;
  answer: ChecklistAnswer;
  note: string | null;
  /** where the note can be erased */
  noteId: string | null;
  answeredBy: string;
  answeredAt: Date;
};

/** All seven rows: a person's answer, else what evidence says, else unknown. Nothing is ever assumed. */
export function checklistRows(
  facts: ChecklistFacts,
  answers: readonly PersonsAnswer[],
  now: Date,
): ChecklistRow[] {
  return CHECKLIST_ITEMS.map((item): ChecklistRow => {
    const said = answers.find((answer) => answer.item === item);
    if (said) {
      const { answer, answeredBy, answeredAt } = said;
      return {
        item,
        answer,
        by: "person",
        note: said.note ?? "",
        noteId: said.noteId,
        memberId: answeredBy,
        at: answeredAt.toISOString(),
      };
    }
    const found = EVIDENCE[item](facts);
    if (!found)
      return { item, answer: "unknown", by: "nobody", note: NOBODY[item], memberId: null, at: null };
    const isAnswered = found.answer !== "unknown";
    return {
      item,
      answer: found.answer,
      by: isAnswered ? "evidence" : "nobody",
      note: found.note,
      memberId: null,
      at: isAnswered ? now.toISOString() : null,
    };
  });
}

const nothing = (): Found => null;

const EVIDENCE: Record<ChecklistItem, (facts: ChecklistFacts) => Found> = {
  source_reviewed: nothing,
  permissions_needed: permissionsNeeded,
  maintained,
  credentials_by_variable: credentialsByVariable,
  isolated,
  calls_logged: nothing,
  alerts_set: nothing,
};

const NOBODY: Record<ChecklistItem, string> = {
  source_reviewed: "Nobody has said that the source was reviewed or the publisher verified.",
  permissions_needed: "Not looked yet: nobody has listed this server's tools.",
  maintained: "Not looked yet: nobody has checked whether it is maintained.",
  credentials_by_variable: "Not looked yet: no installation of this server was seen.",
  isolated: "Not looked yet: no installation of this server was seen.",
  calls_logged: "Nobody has said that its calls are logged.",
  alerts_set: "Nobody has said that alerts are set.",
};
