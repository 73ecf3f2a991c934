/** `g`, then a letter: the page of that name, when the reader has it. */
export const JUMPS = [
  { key: "o", label: "Overview" },
  { key: "i", label: "Inventory" },
  { key: "c", label: "Catalog" },
  { key: "a", label: "Approvals" },
  { key: "m", label: "My access" },
  { key: "r", label: "Requests" },
  { key: "t", label: "Grants" },
  { key: "u", label: "Audit" },
] as const;

export const LIST_KEYS = [
  { key: "j", label: "Next row" },
  { key: "k", label: "Previous row" },
  { key: "Enter", label: "Open the row" },
  { key: "x", label: "Mark the row" },
  { key: "Shift x", label: "Mark through to this row" },
  { key: "Esc", label: "Leave the list" },
] as const;

export const GLOBAL_KEYS = [
  { key: "Ctrl K", label: "Find anything (on a Mac ⌘ K)" },
  { key: "/", label: "Find anything" },
  { key: "?", label: "These keys" },
  { key: "Ctrl Enter", label: "Send the form you are in" },
] as const;
