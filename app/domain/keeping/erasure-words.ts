/** What a confirmation counts of a person before it goes; `#` is the number. */
export const ERASED_NOUNS = {
  devices: { one: "The name of # device of theirs.", other: "The names of # devices of theirs." },
  reports: {
    one: "# thing their devices reported: a server in a client, a file that was read, a report.",
    other: "# things their devices reported: servers in clients, files that were read, reports.",
  },
  kept: {
    one: "Name, place and launch of # installation a request names; which server it was stays.",
    other: "Name, place and launch of # installations that requests name; which servers they were stays.",
  },
  keys: { one: "The name of # API key of theirs.", other: "The names of # API keys of theirs." },
  texts: {
    one: "# reason, question, answer or note they wrote.",
    other: "# reasons, questions, answers and notes they wrote.",
  },
  mentions: {
    one: "Their name or address in # text that others wrote, without touching the rest of it.",
    other: "Their name or address in # texts that others wrote, without touching the rest of them.",
  },
  invitations: {
    one: "# invitation to an address of theirs; a pending one stops working.",
    other: "# invitations to addresses of theirs; pending ones stop working.",
  },
  notices: { one: "# notice to them.", other: "# notices to them." },
  links: {
    one: "# link between them and your sign-in provider.",
    other: "# links between them and your sign-in provider.",
  },
} as const;

export type ErasedNoun = keyof typeof ERASED_NOUNS;

/** What erasing a person leaves, and why. */
export const LEFT_BY_ERASING: readonly string[] = [
  "What they did stays in the audit, under an id and with the network address it came from, until the audit's own period ends.",
  "Requests, decisions and grants stay. They name people by id, so every later proof still holds.",
  "Teams, agents and servers keep their names, as they are yours. Rename one that is called after the person.",
  "The account they sign in with is their own, and other organizations may share it. It stays.",
  "Backups of the database hold it for as long as you keep them.",
];
