import { HIDDEN_KINDS, type HiddenKind } from "#app/domain/catalog/hidden/hidden-rule.ts";
import { derivedPiece, type Piece } from "./evidence-piece.ts";
import type { EvidenceRowKey } from "./evidence-rows.ts";

/** What each kind of hidden text answers, and how it is said that there is none. */
const HIDDEN: Record<HiddenKind, { row: EvidenceRowKey; found: string; none: string }> = {
  characters: {
    row: "hidden_characters",
    found: "holds characters that people do not see",
    none: "No text of it holds characters that people do not see.",
  },
  orders: {
    row: "model_instructions",
    found: "gives the model orders",
    none: "No text of it gives the model orders, as far as the rules see.",
  },
  other_tools: {
    row: "cross_tool_references",
    found: "speaks of other servers' tools",
    none: "No text of it speaks of other servers' tools, as far as the rules see.",
  },
  exfiltration: {
    row: "exfiltration_shapes",
    found: "asks for something to be carried away",
    none: "No text of it asks for something to be carried away, as far as the rules see.",
  },
};

const HIDDEN_ROWS = HIDDEN_KINDS.map((kind) => HIDDEN[kind].row);

export type PermissionFacts = {
  /** The kind of each thing found in the texts of its list; null or left out: they were not checked. */
  hidden?: readonly HiddenKind[] | null;
  /** Every class each tool touches, with `undeclared` where it does not say whether it changes anything; null: nobody asked the server. */
  tools: readonly { classes: readonly string[] }[] | null;
  observedAt: Date | null;
  /** Whether somebody who may vouches for the list; what anybody here reported proves nothing. */
  isConfirmed: boolean;
};

const SOURCE = "its list of tools";
const NOT_ASKED = "Nobody has asked it for its tools yet.";
const NO_TOOLS = "It was asked and lists no tools, so there is nothing to look at.";
const NOT_CONFIRMED = "Its tools were reported here, and nobody who may has confirmed that list yet.";
/** What can undo, run or overwrite; a tool that does not say may do all of it. */
const DANGEROUS: ReadonlySet<string> = new Set(["destructive", "execute", "undeclared"]);

/** The permission group as far as the current list of tools answers it. */
export function permissionEvidence(facts: PermissionFacts): Piece[] {
  const { tools, observedAt, isConfirmed, hidden = null } = facts;
  const from = { source: SOURCE, at: observedAt };
  if (!tools || !isConfirmed) {
    return (["manifest", "classes_declared", "destructive_tools", "reads_secrets"] as const).map((row) =>
      derivedPiece(row, "could_not_look", { ...from, says: tools ? NOT_CONFIRMED : NOT_ASKED }),
    );
  }
  const all = tools.length;
  if (all === 0) {
    const asked = derivedPiece("manifest", "found", { ...from, says: "It was asked and lists no tools." });
    const rows = ["classes_declared", "destructive_tools", "reads_secrets", ...HIDDEN_ROWS] as const;
    const open = rows.map((row) => derivedPiece(row, "could_not_look", { ...from, says: NO_TOOLS }));
    const known = hiddenPieces(hidden ?? [], from).filter(({ answer }) => answer === "found");
    return [asked, ...open.filter(({ row }) => !known.some((piece) => piece.row === row)), ...known];
  }
  const has = (test: (name: string) => boolean) => tools.filter(({ classes }) => classes.some(test)).length;
  const undeclared = has((name) => name === "undeclared");
  const dangerous = has((name) => DANGEROUS.has(name));
  const secret = has((name) => name === "secrets");
  const share = (part: number) => 1 - part / all;
  const pieces = [
    derivedPiece("manifest", "found", { ...from, says: `It was asked and lists ${count(all)}.` }),
    derivedPiece("classes_declared", undeclared < all ? "found" : "not_found", {
      ...from,
      says:
        undeclared === 0
          ? "Every tool says what it changes."
          : `${undeclared} of ${count(all)} do not say what they change.`,
      value: share(undeclared),
    }),
    derivedPiece("destructive_tools", dangerous > 0 ? "found" : "not_found", {
      ...from,
      says:
        dangerous === 0
          ? "No tool deletes, overwrites or runs commands."
          : `${dangerous} of ${count(all)} may delete, overwrite or run commands.`,
      value: share(dangerous),
    }),
  ];
  // a tool that says nothing of itself may read anything: absence is claimed only where every tool speaks
  if (secret > 0)
    pieces.push(
      derivedPiece("reads_secrets", "found", { ...from, says: `${secret} of ${count(all)} touch secrets.` }),
    );
  else
    pieces.push(
      undeclared === 0
        ? derivedPiece("reads_secrets", "not_found", { ...from, says: "No tool says that it reads secrets." })
        : derivedPiece("reads_secrets", "could_not_look", {
            ...from,
            says: "Some tools do not say what they do.",
          }),
    );
  if (hidden !== null) pieces.push(...hiddenPieces(hidden, from));
  return pieces;
}

function hiddenPieces(hidden: readonly HiddenKind[], from: { source: string; at: Date | null }): Piece[] {
  return HIDDEN_KINDS.map((kind) => {
    const { row, found, none } = HIDDEN[kind];
    const places = hidden.filter((one) => one === kind).length;
    const says = `Its text ${found}: ${places === 1 ? "1 place" : `${places} places`}.`;
    return derivedPiece(row, places > 0 ? "found" : "not_found", { ...from, says: places > 0 ? says : none });
  });
}

function count(tools: number): string {
  return tools === 1 ? "1 tool" : `${tools} tools`;
}
