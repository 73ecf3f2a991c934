import { argumentPlaces } from "./argument-places.ts";
import {
  CUT,
  type FoundSecret,
  type Launch,
  type LaunchArgument,
  type LaunchVariable,
  REFERENCE_SOURCE,
} from "./scan-inputs.ts";
import { isFilePath, isSecretName } from "./secret-names.ts";

/** One secret of a launch, or one it only refers to. Never a value. */
export type LaunchCredential = {
  /** The key in the file, e.g. env.GITHUB_TOKEN. */
  where: string;
  /** What it stands under: a variable, header, flag or parameter; empty where it stands alone. */
  name: string;
  /** The user name beside it, where one stands in the open. */
  account: string | null;
} & ({ form: "secret"; secret: FoundSecret } | { form: "reference"; reference: string });

/** What stands in `reference` where a file or the environment is named instead of a value. */
export const BY_FILE = "file";
export const BY_ENVIRONMENT = "environment";

const SCHEME = /^(?:Bearer|Basic|Token|token|bearer|basic|ApiKey|Api-Key) /;
/** References whose own form says that a secret is kept there. */
const KEPT_SECRET = /^(?:[a-z-]{2,12}:\/\/|\$\{(?:secret|vault|keychain):|\$\{\{ ?secrets\.)/;
const NAMED_REFERENCE = new RegExp(
  String.raw`(?<![\w.-])-{0,2}([A-Za-z_][\w.-]{0,127})["']?\s{0,4}[=:]\s{0,4}["']?(?:(?:Bearer|Basic|Token|token|bearer|basic) )?(${REFERENCE_SOURCE})`,
  "g",
);
const NAMED_FILE = /^(?:-{0,2})([A-Za-z_][\w.-]{0,127})=(.+)$/;
const FILE_NAMES = new Set(["google_application_credentials", "aws_shared_credentials_file", "kubeconfig"]);

/** The name of a variable or flag that says where a secret's file is: `API_KEY_FILE`, `--token-path`. */
function isSecretFileName(name: string): boolean {
  const bare = name.replace(/^-+/, "");
  if (FILE_NAMES.has(bare.toLowerCase())) return true;
  const [, secret] = /^(.{1,250}?)[_-](?:file|path)$/i.exec(bare) ?? [];
  return secret !== undefined && isSecretName(secret);
}

/** What a reference calls the secret it stands for: the variable, the input, the last part of a path. */
function namedBy(reference: string): string {
  const inner = reference.replace(/:-.*$/, "").replace(/[\s}%]+$/, "");
  return /[\w. -]+$/.exec(inner)?.[0] ?? "";
}

function isSecret(name: string, reference: string): boolean {
  return isSecretName(name) || KEPT_SECRET.test(reference) || isSecretName(namedBy(reference));
}

function referred(where: string, name: string, text: string): LaunchCredential[] {
  const reference = text.replace(SCHEME, "");
  if (!isSecret(name, reference)) return [];
  return [{ where, name: name || namedBy(reference), account: null, form: "reference", reference }];
}

function inVariable(kind: "env" | "headers", { name, value }: LaunchVariable): LaunchCredential[] {
  const where = `${kind}.${name}`;
  if (value.kind === "secret") return [{ where, name, account: null, form: "secret", secret: value }];
  if (value.kind === "reference") return referred(where, name, value.text);
  const isFile = kind === "env" && value.kind === "withheld" && isSecretFileName(name);
  return isFile ? [{ where, name, account: null, form: "reference", reference: BY_FILE }] : [];
}

/** The name right before what was cut: `--api-key=•••`, `Authorization: Bearer •••`. */
function nameBeforeCut(text: string): string {
  const before = text.slice(0, Math.max(0, text.indexOf(CUT))).slice(-160);
  return /([A-Za-z_][\w.-]{0,127})["']?\s{0,4}[=:]\s{0,4}["']?(?:\w{1,12} )?$/.exec(before)?.[1] ?? "";
}

function inText(where: string, text: string): LaunchCredential[] {
  // most texts refer to nothing, and there are many
  if (!/[$%{]|:\/\//.test(text)) return [];
  return [...text.matchAll(NAMED_REFERENCE)].flatMap(([, name = "", reference = ""]) =>
    referred(where, name, reference),
  );
}

function byFile(where: string, name: string): LaunchCredential {
  return { where, name, account: null, form: "reference", reference: BY_FILE };
}

function inArgument(argument: LaunchArgument, where: string, before: string, place: string) {
  const flag = before.startsWith("-") && !before.includes("=") ? before.replace(/^-+/, "") : "";
  if (argument.kind === "secret")
    return [{ where, name: flag, account: null, form: "secret" as const, secret: argument }];
  if (argument.kind === "reference") return referred(where, flag, argument.text);
  if (argument.kind !== "plain") return [];
  const { text, secret } = argument;
  if (secret !== undefined) {
    const account = place === "credentials" ? (/^([^:•]{1,128}):•••$/.exec(text)?.[1] ?? null) : null;
    const name = account === null ? nameBeforeCut(text) || flag : flag;
    return [{ where, name, account, form: "secret" as const, secret }];
  }
  const [, name = "", value = ""] = NAMED_FILE.exec(text) ?? [];
  const isFile = isFilePath(value) && (isSecretFileName(name) || isSecretName(name));
  if (isFile) return [byFile(where, name)];
  if (flag !== "" && isFilePath(text) && (isSecretFileName(flag) || isSecretName(flag)))
    return [byFile(where, flag)];
  const isPassedOn = place === "variable" && /^[A-Za-z_]\w{0,127}$/.test(text) && isSecretName(text);
  if (isPassedOn)
    return [{ where, name: text, account: null, form: "reference" as const, reference: BY_ENVIRONMENT }];
  return inText(where, text);
}

function inArguments({ args }: Launch): LaunchCredential[] {
  const texts = args.map((argument) => (argument.kind === "plain" ? argument.text : undefined));
  const places = argumentPlaces(texts);
  return args.flatMap((argument, index): LaunchCredential[] =>
    inArgument(argument, `args.${index}`, texts[index - 1] ?? "", places[index]?.kind ?? "any"),
  );
}

function inAddress(where: "command" | "url", text: string | undefined, secret: FoundSecret | undefined) {
  const found: LaunchCredential[] = inText(where, text ?? "");
  if (secret === undefined) return found;
  return [
    { where, name: nameBeforeCut(text ?? ""), account: null, form: "secret" as const, secret },
    ...found,
  ];
}

/**
 * Every secret in a redacted launch, and every one it only refers to, by the place it stands in. A variable that an
 * argument passes on is told once, where its value or reference is.
 */
export function credentialsOf(launch: Launch): LaunchCredential[] {
  const variables = launch.env.flatMap((variable) => inVariable("env", variable));
  const named = new Set(launch.env.map(({ name }) => name));
  return [
    ...variables,
    ...launch.headers.flatMap((header) => inVariable("headers", header)),
    ...inArguments(launch).filter(
      (one) => !(one.form === "reference" && one.reference === BY_ENVIRONMENT && named.has(one.name)),
    ),
    ...inAddress("command", launch.command, launch.commandSecret),
    ...inAddress("url", launch.url, launch.urlSecret),
  ];
}

/** Whether a launch gives a variable of this name anything but an example. */
export function givesVariable({ env, args }: Launch, name: string): boolean {
  const isGiven = env.some(
    (one) => one.name.toLowerCase() === name.toLowerCase() && one.value.kind !== "placeholder",
  );
  return isGiven || args.some((one) => one.kind === "plain" && one.text.split(/[=\s]/).includes(name));
}
