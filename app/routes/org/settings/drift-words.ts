import type { ChangeKind, DriftClass } from "#app/domain/catalog/drift/drift-words.ts";
import type { Look } from "#app/ui/tones.ts";

export const CLASS_OPTIONS: { value: DriftClass; label: string }[] = [
  { value: "block", label: "Block the server" },
  { value: "re_approve", label: "Approve again" },
  { value: "note", label: "Note only" },
];

/** How a class is drawn. */
export const CLASS_LOOKS = {
  block: { tone: "red", icon: "ban", word: "Blocks the server" },
  re_approve: { tone: "purple", icon: "git-compare-arrows", word: "Needs approval again" },
  note: { tone: "slate", icon: "circle-check", word: "Noted", quiet: true },
} as const satisfies Record<DriftClass, Look>;

export const KIND_GROUPS: { title: string; kinds: ChangeKind[] }[] = [
  { title: "Tools that come and go", kinds: ["added", "removed", "renamed"] },
  {
    title: "What a tool says",
    kinds: ["title_changed", "description_changed", "hidden_instructions", "written_otherwise"],
  },
  {
    title: "What a tool takes and gives",
    kinds: ["schema_widened", "schema_narrowed", "schema_changed", "output_changed", "other_changed"],
  },
  {
    title: "What a tool can touch",
    kinds: ["to_destructive", "to_riskier", "to_safer", "scope_widened", "scope_narrowed"],
  },
  {
    title: "The server itself",
    kinds: ["instructions_changed", "offers_changed", "release_changed", "launch_changed", "package_changed"],
  },
];
