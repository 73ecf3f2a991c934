import type { FindingRule } from "#app/domain/inventory/inventory-words.ts";

/** What a rule remarks on, as a heading. */
export const findingWords: Record<FindingRule, string> = {
  "literal-secret": "Secret in the file",
  unpinned: "Release not pinned",
  "plain-http": "Connection without TLS",
  "home-mounted": "Home folder handed over",
  "shell-wrapper": "Started through a shell",
};
