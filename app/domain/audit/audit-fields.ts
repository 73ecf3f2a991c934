/** What a field of an event may hold. None of them holds a person's name or address or anything somebody wrote freely. */
const KINDS = {
  /** Of a row, or who by kind. */
  id: (value: unknown) => isText(value, /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|operator|system)$/i),
  /** One of a vocabulary in the code. */
  word: (value: unknown) => isText(value, /^[a-z0-9_.-]{1,64}$/i),
  time: (value: unknown) =>
    isText(value, /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/) || value instanceof Date,
  /** "09:00" */
  dayTime: (value: unknown) => isText(value, /^\d\d:\d\d$/),
  count: (value: unknown) => Number.isInteger(value),
  flag: (value: unknown) => typeof value === "boolean",
  hash: (value: unknown) => isText(value, /^[0-9a-f]{16,128}$/),
  /** A text kept by `keepText`: its id, and its salted hash. */
  text: (value: unknown) =>
    isRecord(value) && KINDS.id(value.id) && (value.hash === undefined || KINDS.hash(value.hash)),
  /** A name of the organization or of a part of it; never of a person, a device or a key, which are called as people like. */
  label: (value: unknown) => isText(value, /^.{1,80}$/su),
  /** Written by a machine or for one: names of tools, releases, zones, what an OpenID provider calls its groups. */
  machine: (value: unknown) => isText(value, /^.{0,300}$/su),
} as const;

type Kind = keyof typeof KINDS;

/** Every field an event may have. Several kinds: one of them; a list and a record hold values of the kind too. */
export const AUDIT_FIELDS = {
  // groups of notices, each with what of it is mailed
  account: ["word"],
  alerts: ["word"],
  my_access: ["word"],
  my_requests: ["word"],
  waits_on_me: ["word"],
  actor: ["id"],
  added: ["count"],
  // ids that databases of vulnerabilities give
  advisories: ["machine"],
  agentId: ["id"],
  answer: ["word"],
  answeredBy: ["id"],
  archived: ["flag"],
  because: ["word"],
  blocked: ["flag"],
  changed: ["word"],
  changedEntries: ["count"],
  classes: ["word"],
  clientId: ["machine"],
  currentManifestId: ["id"],
  days: ["count"],
  defaultRole: ["word"],
  deleted: ["flag"],
  domains: ["machine"],
  ending: ["word"],
  drift: ["word"],
  endsAt: ["time"],
  environment: ["word"],
  erased: ["flag"],
  events: ["count"],
  expiresAt: ["time"],
  fallbackId: ["id"],
  files: ["count"],
  findings: ["count"],
  forgotten: ["count"],
  from: ["time"],
  groupClaim: ["machine"],
  groups: ["machine"],
  hash: ["hash"],
  installations: ["count"],
  invited: ["count"],
  isConfirmed: ["flag"],
  members: ["count"],
  isCurrent: ["flag"],
  isDemo: ["flag"],
  isLead: ["flag"],
  isMember: ["flag"],
  isNew: ["flag"],
  isProvisioned: ["flag"],
  isRequired: ["flag"],
  issuer: ["machine"],
  item: ["word"],
  joins: ["flag"],
  kind: ["word"],
  lines: ["count"],
  looks: ["count"],
  lostLead: ["flag"],
  mail: ["word"],
  memberId: ["id"],
  name: ["label"],
  needsTwoFactors: ["flag"],
  note: ["text"],
  noun: ["word"],
  oddities: ["count"],
  offeredTo: ["id"],
  outcome: ["word"],
  ownerId: ["id"],
  personId: ["id"],
  platform: ["word"],
  populationHash: ["hash"],
  reach: ["word"],
  ready: ["count"],
  reason: ["text"],
  reclassified: ["count"],
  refused: ["count"],
  relation: ["word"],
  release: ["machine"],
  removed: ["flag", "count"],
  resealed: ["count"],
  reviewBy: ["time"],
  revoked: ["flag"],
  role: ["word"],
  rules: ["count"],
  rule: ["word"],
  scopes: ["word", "machine"],
  schedule: ["word"],
  secret: ["word"],
  seen: ["count"],
  sentAgain: ["count"],
  serverId: ["id"],
  servers: ["count"],
  sessionsEndedAt: ["time"],
  slug: ["word"],
  state: ["word"],
  suspendedBy: ["id"],
  target: ["id"],
  teamId: ["id"],
  teams: ["id"],
  timeZone: ["machine"],
  to: ["time"],
  tools: ["count", "machine"],
  unchanged: ["count"],
  until: ["time"],
  verb: ["word"],
  version: ["count"],
  workingDays: ["count"],
  vouched: ["flag"],
  // what a mail server's refusal was by its number, never its words
  why: ["machine"],
  worksFrom: ["dayTime"],
  worksTo: ["dayTime"],
} as const satisfies Record<string, readonly Kind[]>;

export type AuditFields = { readonly [F in keyof typeof AUDIT_FIELDS]?: unknown };

/** Whose name may stand in an event. */
const NAMED = ["organization", "team", "job"];

/** What is wrong with one side of an event, or null: a field nobody listed, or a value that is none of its kinds. */
export function fieldProblem(target: string, side: Readonly<Record<string, unknown>>): string | null {
  for (const [field, value] of Object.entries(side)) {
    const kinds: readonly Kind[] | undefined = isField(field) ? AUDIT_FIELDS[field] : undefined;
    if (!kinds) return `The event's field ${field} is not in audit-fields.ts. Say there of what kind it is.`;
    if (kinds.includes("label") && !NAMED.includes(target))
      return `The name of a ${target} may not stand in an event.`;
    if (!kinds.some((kind) => isOfKind(kind, value))) {
      return `The event's field ${field} is no ${kinds.join(" or ")}. The record holds no names and no free text.`;
    }
  }
  return null;
}

function isField(field: string): field is keyof typeof AUDIT_FIELDS {
  return Object.hasOwn(AUDIT_FIELDS, field);
}

function isOfKind(kind: Kind, value: unknown): boolean {
  if (value === null || value === undefined || KINDS[kind](value)) return true;
  if (Array.isArray(value)) return value.every((one) => KINDS[kind](one));
  return kind !== "text" && isRecord(value) && Object.values(value).every((one) => KINDS[kind](one));
}

function isText(value: unknown, shape: RegExp): boolean {
  return typeof value === "string" && shape.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
