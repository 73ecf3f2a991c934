import { z } from "zod";
import { isVisibleText } from "./visible-text.ts";

/** What stands in a text where a secret part was cut out. */
export const CUT = "•••";

export const SCAN_LIMITS = {
  files: 200,
  entries: 10_000,
  args: 256,
  variables: 256,
  nameLength: 256,
  textLength: 4_096,
  pathLength: 512,
  notes: 50,
} as const;

export const CLIENTS = [
  "cursor",
  "claude-desktop",
  "claude-code",
  "vscode",
  "windsurf",
  "zed",
  "gemini-cli",
  "codex",
  "visual-studio",
  "cline",
  "cline-cli",
  "roo-code",
  "continue",
  "jetbrains-ai",
  "jetbrains-air",
  "antigravity",
  "goose",
  "opencode",
  "kilo-code",
  "kiro",
  "amazon-q",
  "copilot-cli",
  "lm-studio",
  "amp",
  "crush",
  "mistral-vibe",
  "factory-droid",
  "qoder",
  "trae",
  "kimi",
  "grok-build",
  "librechat",
] as const;
export const SCOPES = ["user", "project", "local"] as const;
export const SCAN_OUTCOMES = ["found", "none", "could_not_look"] as const;
export const TRANSPORTS = ["stdio", "http", "sse"] as const;

export const SECRET_KINDS = [
  "github-token",
  "gitlab-token",
  "slack-token",
  "openai-key",
  "anthropic-key",
  "google-key",
  "aws-key",
  "stripe-key",
  "npm-token",
  "pypi-token",
  "huggingface-token",
  "notion-token",
  "atlassian-token",
  "other-vendor-token",
  "json-web-token",
  "private-key",
  "connection-string",
  "url-credentials",
  "authorization-header",
  "password-or-token",
  "high-entropy",
] as const;

function bounded(max: number) {
  return z.string().max(max).refine(isVisibleText, "must not contain control or invisible characters");
}

/** A keyed fingerprint: HMAC-SHA-256 in lower-case hex, made on the device with the organization's key. */
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/);

export const FoundSecret = z.strictObject({
  secretKind: z.enum(SECRET_KINDS),
  fingerprint: fingerprint.optional(),
});
export type FoundSecret = z.infer<typeof FoundSecret>;

/** One variable reference: `${env:NAME}`, `${NAME:-•••}`, `${input:id}`, `${{ secrets.NAME }}`, `$NAME`, `%NAME%`, `{env:NAME}`, `{file:path}`, `op://vault/item/field`, `vault://path#field`, `keychain://item` and others that name where secrets are kept. */
export const REFERENCE_SOURCE = String.raw`(?:\$\{(?:(?:env|input|config|secret):)?[A-Za-z_][\w. -]{0,127}(?::-(?:•••)?)?\}|\$\{\{ ?(?:secrets|inputs)\.[\w-]{1,128} ?\}\}|\$[A-Z_][A-Z0-9_]{0,127}|%[A-Z_][A-Z0-9_]{0,127}%|\{env:[A-Za-z_]\w{0,127}\}|\{file:[\w.~\/-]{1,128}\}|op:\/\/[\w-]{1,64}(?:\/[\w-]{1,64}){2,3}|(?:vault|keychain|aws-sm|aws-ssm|gcp-sm|azure-kv|bws|pass|doppler|infisical):\/\/[\w.-]{1,64}(?:\/[\w.-]{1,64}){0,5}(?:#[\w-]{1,64})?|\$\{(?:vault|keychain):[A-Za-z_][\w.\/#-]{0,127}\})`;

/** A reference and nothing else but an authorization scheme before it. */
export const REFERENCE_TEXT = new RegExp(
  `^(?:(?:Bearer|Basic|Token|token|bearer|basic|ApiKey|Api-Key) )?${REFERENCE_SOURCE}$`,
);

const reference = z.strictObject({
  kind: z.literal("reference"),
  text: z.string().max(256).regex(REFERENCE_TEXT),
});
const secret = FoundSecret.extend({ kind: z.literal("secret") });
const placeholder = z.strictObject({ kind: z.literal("placeholder") });
const withheld = z.strictObject({ kind: z.literal("withheld") });

/** One argument. `secret` says that a part of `text` was a secret and stands there as •••. */
export const LaunchArgument = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("plain"),
    text: bounded(SCAN_LIMITS.textLength),
    secret: FoundSecret.optional(),
  }),
  reference,
  secret,
  placeholder,
  withheld,
]);
export type LaunchArgument = z.infer<typeof LaunchArgument>;

/** The value of an environment variable or header: never its text. */
export const LaunchVariableValue = z.discriminatedUnion("kind", [reference, secret, placeholder, withheld]);
export type LaunchVariableValue = z.infer<typeof LaunchVariableValue>;

export const LaunchVariable = z.strictObject({
  name: bounded(SCAN_LIMITS.nameLength),
  value: LaunchVariableValue,
});
export type LaunchVariable = z.infer<typeof LaunchVariable>;

/** How a client starts or reaches a server, redacted. Home folders are written `~`, secret parts •••. */
export const Launch = z.strictObject({
  transport: z.enum(TRANSPORTS),
  command: bounded(SCAN_LIMITS.textLength).optional(),
  commandSecret: FoundSecret.optional(),
  args: z.array(LaunchArgument).max(SCAN_LIMITS.args),
  url: bounded(SCAN_LIMITS.textLength).optional(),
  urlSecret: FoundSecret.optional(),
  env: z.array(LaunchVariable).max(SCAN_LIMITS.variables),
  headers: z.array(LaunchVariable).max(SCAN_LIMITS.variables),
  cwd: bounded(SCAN_LIMITS.pathLength).optional(),
  /** Tools the client calls without asking, by the key that says so; `*` is every tool. Absent when there are none. */
  autoApproved: z
    .array(
      z.strictObject({
        key: bounded(SCAN_LIMITS.nameLength),
        tools: z.array(bounded(SCAN_LIMITS.nameLength)).max(SCAN_LIMITS.variables),
      }),
    )
    .max(8)
    .optional(),
  /** Places that switch certificate checks off, e.g. `env.NODE_TLS_REJECT_UNAUTHORIZED`. Absent when there are none. */
  uncheckedTls: z.array(bounded(SCAN_LIMITS.nameLength)).max(16).optional(),
});
export type Launch = z.infer<typeof Launch>;

export const ScanEntry = z.strictObject({
  name: bounded(SCAN_LIMITS.nameLength).min(1),
  enabled: z.boolean(),
  launch: Launch,
});
export type ScanEntry = z.infer<typeof ScanEntry>;

/** What is wrong with a file, in one sentence for people. Lines and columns count from 1. */
export const ScanProblem = z.strictObject({
  sentence: bounded(1_024),
  line: z.int().min(1).optional(),
  column: z.int().min(1).optional(),
  key: bounded(512).optional(),
});
export type ScanProblem = z.infer<typeof ScanProblem>;

/** One client file in one scope. `none` = looked, no servers; `could_not_look` = nothing may be concluded. */
export const ScanFile = z
  .strictObject({
    client: z.enum(CLIENTS),
    scope: z.enum(SCOPES),
    path: bounded(SCAN_LIMITS.pathLength).min(1),
    outcome: z.enum(SCAN_OUTCOMES),
    /** Whether git keeps the file; absent when nobody could look. */
    tracked: z.boolean().optional(),
    problem: ScanProblem.optional(),
    /** In spite of the problem every entry was read: what is missing from the file is gone. */
    isWhole: z.boolean().optional(),
    /** What stands in the file and was not read, in sentences: names of keys, never their values. */
    notes: z.array(bounded(1_024)).max(SCAN_LIMITS.notes).optional(),
    entries: z.array(ScanEntry).max(SCAN_LIMITS.entries),
  })
  .refine((file) => (file.outcome === "found") === file.entries.length > 0, {
    path: ["entries"],
    message: "must be there when the outcome is found, and only then",
  })
  .refine((file) => file.outcome !== "could_not_look" || file.problem !== undefined, {
    path: ["problem"],
    message: "must say why nobody could look",
  });
export type ScanFile = z.infer<typeof ScanFile>;

/** The body of `POST /api/v1/scans`. `reportId` is made by the sender and is also the Idempotency-Key. */
export const ScanReport = z
  .strictObject({
    reportId: z.uuid(),
    collectorVersion: bounded(64).min(1),
    /** When the files were read; absent: when the report is received. A report may wait on its machine. */
    takenAt: z.iso.datetime({ offset: true }).max(40).optional(),
    files: z.array(ScanFile).max(SCAN_LIMITS.files),
  })
  .refine(
    (report) => report.files.reduce((sum, file) => sum + file.entries.length, 0) <= SCAN_LIMITS.entries,
    {
      path: ["files"],
      message: `must hold at most ${SCAN_LIMITS.entries} entries in all`,
    },
  );
export type ScanReport = z.infer<typeof ScanReport>;

/** The answer to a scan: counts of the installations in this report by standing, and what to do next. */
export const ScanAnswer = z.object({
  scanId: z.string(),
  files: z.int(),
  installations: z.int(),
  removed: z.int().optional(),
  findings: z.int().optional(),
  /** A newer report of the device was there already, so this one changed nothing. */
  isLate: z.boolean().optional(),
  standings: z.record(z.string(), z.int()),
  next: z.string().optional(),
});
export type ScanAnswer = z.infer<typeof ScanAnswer>;
