import { onlyReads, type ToolClass } from "#app/domain/catalog/catalog-words.ts";
import type { FindingRule } from "#app/domain/inventory/inventory-words.ts";
import {
  CHECKLIST_ITEMS,
  type ChecklistAnswer,
  type ChecklistItem,
  type ChecklistRow,
} from "./request-words.ts";

export type ChecklistFacts = {
  serverKind: string;
  /** installations of the server that are there now */
  installations: number;
  /** of them, how many have each open finding */
  findings: Partial<Record<FindingRule, number>>;
  /** null: the server's tools were not looked at */
  tools: { name: string; class: ToolClass }[] | null;
  /** null: all */
  asked: readonly string[] | null;
};

export type PersonsAnswer = {
  item: ChecklistItem;
  answer: ChecklistAnswer;
  note: string | null;
  /** where the note can be erased */
  noteId: string | null;
  answeredBy: string;
  answeredAt: Date;
};

type Found = { answer: ChecklistAnswer; note: string } | null;

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
  maintained: nothing,
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

function permissionsNeeded({ tools, asked }: ChecklistFacts): Found {
  if (!tools) return null;
  const wanted = asked ? tools.filter((tool) => asked.includes(tool.name)) : tools;
  const risky = wanted.filter((tool) => !onlyReads(tool.class));
  if (asked && wanted.length < asked.length) {
    return { answer: "unknown", note: "Some tools asked for are not in the server's list." };
  }
  if (wanted.length < tools.length) {
    return { answer: "yes", note: `${wanted.length} of ${tools.length} tools are asked for.` };
  }
  if (risky.length === 0) return { answer: "yes", note: `All ${tools.length} tools say they only read.` };
  const changing = risky.filter((tool) => tool.class !== "undeclared");
  if (changing.length === 0) {
    return {
      answer: "unknown",
      note: `All tools are asked for; ${risky.length} do not say what they change.`,
    };
  }
  return {
    answer: "no",
    note: `All ${tools.length} tools are asked for; ${changing.length} of them do more than read.`,
  };
}

function credentialsByVariable({ installations, findings }: ChecklistFacts): Found {
  const literal = findings["literal-secret"] ?? 0;
  if (literal > 0)
    return { answer: "no", note: `A secret in the file: ${literal} of ${installations} seen.` };
  if (installations === 0) return null;
  return { answer: "yes", note: `No secret in the file: ${installations} of ${installations} seen.` };
}

function isolated({ serverKind, installations, findings }: ChecklistFacts): Found {
  const mounted = findings["home-mounted"] ?? 0;
  if (mounted > 0)
    return { answer: "no", note: `The home folder is mounted: ${mounted} of ${installations} seen.` };
  if (installations === 0) return null;
  if (serverKind === "oci")
    return {
      answer: "yes",
      note: "Runs in a container without the home folder; its network was not looked at.",
    };
  return {
    answer: "unknown",
    note: "Does not run in a container; where else it is confined was not looked at.",
  };
}
