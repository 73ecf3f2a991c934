import { z } from "zod";
import { CLIENT_NAMES } from "./client-names.ts";
import { GIT_NOT_LOOKED, secretsIn } from "./findings/secrets.ts";
import { settledSentence } from "./formats/file-reading.ts";
import { FINDING_RULES, FINDING_SEVERITIES } from "./inventory-words.ts";
import { findingsOf } from "./launch-findings.ts";
import { identifyLaunch } from "./launch-identity.ts";
import type { readGuessedFile } from "./read-client-file.ts";
import {
  CLIENTS,
  type LaunchVariable,
  SCOPES,
  type ScanEntry,
  type ScanFile,
  TRANSPORTS,
} from "./scan-inputs.ts";

/** `secret`: a secret as plain text · `literal`: any other plain text · `reference`: names a variable · `placeholder`: to be filled in. */
const Variable = z.strictObject({
  key: z.string(),
  kind: z.enum(["secret", "literal", "reference", "placeholder"]),
});

const Installation = z.strictObject({
  /** As the file calls it. */
  name: z.string(),
  /** `npm:…`, `pypi:…`, `oci:…`, `remote:…` or `command:…`, looked up through wrappers and bridges. */
  identity: z.string(),
  /** The release the launch names: a version, an image's tag or digest. Null for none, a range, `latest`. */
  version: z.string().nullable(),
  /** How the client speaks to it: `stdio` starts a program, `http` is streamable HTTP. */
  transport: z.enum(TRANSPORTS),
  /** The address, also the one behind a bridge such as mcp-remote, secrets cut out. Null for a local server. */
  url: z.string().nullable(),
  /** The program as the file writes it, secrets cut out. Null for a remote server. */
  command: z.string().nullable(),
  env: z.array(Variable),
  headers: z.array(Variable),
  disabled: z.boolean(),
  findings: z.array(
    z.strictObject({
      rule: z.enum(FINDING_RULES),
      severity: z.enum(FINDING_SEVERITIES),
      /** The key in the entry: `env.GITHUB_TOKEN`, `args.3`, `url`. */
      where: z.string(),
    }),
  ),
});

/**
 * What `castellan scan --file PATH --json` prints. This shape is stable: keys are neither taken away nor renamed, and no
 * text in it holds a secret. `client` is null when the file is of no client that is known; `scope` is that of the file,
 * or `local` when all its servers belong to one project each, as Claude Code writes them. What was not read, and why, is
 * a sentence in `notes`.
 */
export const FileReport = z.strictObject({
  client: z.enum(CLIENTS).nullable(),
  scope: z.enum(SCOPES).nullable(),
  installations: z.array(Installation),
  notes: z.array(z.string()),
});
export type FileReport = z.infer<typeof FileReport>;

const KINDS = {
  secret: "secret",
  withheld: "literal",
  reference: "reference",
  placeholder: "placeholder",
} as const;

function variable({ name, value }: LaunchVariable): z.infer<typeof Variable> {
  return { key: name, kind: KINDS[value.kind] };
}

function installation(
  { name, enabled, launch }: ScanEntry,
  { client, tracked }: ScanFile,
): z.infer<typeof Installation> {
  const { identity, release, address } = identifyLaunch(launch);
  return {
    name,
    identity,
    version: release,
    transport: launch.transport,
    url: launch.url ?? address ?? null,
    command: launch.command ?? null,
    env: launch.env.map(variable),
    headers: launch.headers.map(variable),
    disabled: !enabled,
    findings: findingsOf(launch, { name, client, tracked }).map(({ rule, severity, where }) => ({
      rule,
      severity,
      where,
    })),
  };
}

/** What a reader of the list cannot see from an entry: what stands between the client and the server. */
function notesOn({ name, launch }: ScanEntry): string[] {
  const { via, wrappers } = identifyLaunch(launch);
  const through = wrappers.join(", ");
  if (via !== undefined)
    return [
      settledSentence(
        `“${name}” is a local program (${through}) that passes everything to a remote server.`,
        "A local program passes everything to a remote server.",
      ),
    ];
  if (wrappers.length < 2) return [];
  return [settledSentence(`“${name}” is started through ${through}.`, "A server is started through others.")];
}

function notesOfPlace(file: ScanFile, isOwn: boolean): string[] {
  const project = file.path.split("#").slice(1).join("#");
  const names = file.entries.slice(0, 10).map(({ name }) => `“${name}”`);
  const place = `In the project ${project} only: ${names.join(", ")}${file.entries.length > 10 ? " and more" : ""}.`;
  return [
    ...(isOwn || file.entries.length === 0
      ? []
      : [settledSentence(place, "Some of the servers belong to one project.")]),
    ...(file.problem === undefined ? [] : [file.problem.sentence]),
    ...(file.notes ?? []),
    ...file.entries.flatMap(notesOn),
    ...(file.tracked === undefined && file.entries.some(({ launch }) => secretsIn(launch).length > 0)
      ? [GIT_NOT_LOOKED]
      : []),
  ];
}

function guessNote({ files: [first], by }: ReturnType<typeof readGuessedFile>): string[] {
  const title = CLIENT_NAMES[first.client];
  if (by === "content")
    return [
      `Read as a file of ${title}, since its keys are written so. Other clients write them too: --client names another.`,
    ];
  if (by === "name") return [`Read as a file of ${title}, since it is called so. --client names another.`];
  return by === "nothing"
    ? ["This is not a file of a client that is known: no key in it holds servers."]
    : [];
}

const UNKNOWN = "This is not a file of a client that is known: no key in it holds servers.";

/** The stable shape of what one file says. */
export function fileReport(read: ReturnType<typeof readGuessedFile>): FileReport {
  const [own] = read.files;
  const found = read.files.filter((file) => file.entries.length > 0);
  const isLocal = found.length > 0 && found.every(({ scope }) => scope === "local");
  const isKnown = read.by !== "nothing";
  const notes = read.files.flatMap((file) => notesOfPlace(file, file === own));
  const told = isKnown ? [...guessNote(read), ...notes] : read.isBroken ? notes : [UNKNOWN];
  return {
    client: isKnown ? own.client : null,
    scope: isKnown ? (isLocal ? "local" : own.scope) : null,
    installations: found.flatMap((file) => file.entries.map((entry) => installation(entry, file))),
    notes: [...new Set(told)],
  };
}

/** The same shape for a file that nobody could read. */
export function unreadReport(note: string): FileReport {
  return { client: null, scope: null, installations: [], notes: [note] };
}
