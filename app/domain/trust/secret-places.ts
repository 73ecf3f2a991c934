import type { Launch, LaunchVariable } from "#app/domain/inventory/scan-inputs.ts";
import { isSecretName } from "#app/domain/inventory/secret-names.ts";

/** Where a secret stands that an installation hands to its server. */
export const SECRET_PLACES = ["file", "variable", "prompt"] as const;
export type SecretPlace = (typeof SECRET_PLACES)[number];

/** Every kind of place where a secret stands that this launch is given; none of them: it is given none. */
export function secretPlaces(launch: Launch): SecretPlace[] {
  const places = new Set<SecretPlace>();
  if (launch.commandSecret !== undefined || launch.urlSecret !== undefined) places.add("file");
  for (const [index, argument] of launch.args.entries()) {
    if (argument.kind === "secret" || (argument.kind === "plain" && argument.secret !== undefined))
      places.add("file");
    else if (SECRET_REFERENCE.test(`${textOf(launch.args[index - 1])} ${textOf(argument)}`))
      places.add(placeOfReference(textOf(argument)));
  }
  if (launch.url !== undefined && /\$\{|\{env:/.test(launch.url) && /[?&][^=&]*=|@/.test(launch.url))
    places.add(placeOfReference(launch.url));
  for (const variable of [...launch.env, ...launch.headers]) {
    const place = placeOfVariable(variable);
    if (place !== undefined) places.add(place);
  }
  return SECRET_PLACES.filter((place) => places.has(place));
}

function textOf(argument: Launch["args"][number] | undefined): string {
  return argument && "text" in argument ? argument.text : "";
}

/** A reference behind a word that means a secret: `Authorization: Bearer ${TOKEN}`. */
const SECRET_REFERENCE =
  /(?:authorization|token|api[-_]?key|secret|password)[^$%{]{0,40}(?:\$\{|\$[A-Z_]|%[A-Z_]|\{env:)/i;

function placeOfVariable({ name, value }: LaunchVariable): SecretPlace | undefined {
  if (value.kind === "secret") return "file";
  if (value.kind !== "reference") return undefined;
  return isSecretName(name) || SECRET_REFERENCE.test(`${name} ${value.text}`)
    ? placeOfReference(value.text)
    : undefined;
}

/** What the client keeps or asks for itself; everything else comes from the environment. */
const BY_CLIENT = /\$\{(?:input|secret):|\$\{\{ ?(?:secrets|inputs)\./;

function placeOfReference(text: string): SecretPlace {
  return BY_CLIENT.test(text) ? "prompt" : "variable";
}
