import { CLIENT_NAMES } from "../client-names.ts";
import { CLIENT_WAYS } from "../client-ways.ts";
import type { FoundSecret, Launch } from "../scan-inputs.ts";
import { SECRET_KIND_WORDS } from "../secret-kind-words.ts";
import { variableName } from "../variable-name.ts";
import type { LaunchFinding, SeenEntry } from "./finding.ts";

/** Every secret that stands in a launch as plain text, with its place in the entry. */
export function secretsIn(launch: Launch): [where: string, secret: FoundSecret][] {
  const found: [where: string, secret: FoundSecret][] = [];
  if (launch.commandSecret !== undefined) found.push(["command", launch.commandSecret]);
  if (launch.urlSecret !== undefined) found.push(["url", launch.urlSecret]);
  launch.args.forEach((argument, index) => {
    if (argument.kind === "secret") found.push([`args.${index}`, argument]);
    if (argument.kind === "plain" && argument.secret !== undefined)
      found.push([`args.${index}`, argument.secret]);
  });
  for (const key of ["env", "headers"] as const)
    for (const { name, value } of launch[key])
      if (value.kind === "secret") found.push([`${key}.${name}`, value]);
  return found;
}

const REPLACE = "Then replace the secret itself: whoever read the file has it.";

/** How a value is taken out of this client's file, in the client's own way. */
export function referenceRemedy(client: SeenEntry["client"], where: string): string {
  const [part = "", ...rest] = where.split(".");
  const name = variableFor(part === "env" || part === "headers" ? rest.join(".") : "");
  if (client === undefined) return `Put a variable reference in its place. ${REPLACE}`;
  const own = ownWay(client, part, name);
  if (own !== undefined) return `${own} ${REPLACE}`;
  const way = CLIENT_WAYS[client];
  const title = CLIENT_NAMES[client];
  const kept = way.hasInputs
    ? `${title} asks for it once and keeps it`
    : `set ${name} in ${way.keptIn ?? "the environment"}`;
  if (way.reference) return `Write ${way.reference(name)} in its place; ${kept}. ${REPLACE}`;
  const why = way.readsNoVariables
    ? `${title} fills in no variables`
    : `It is not known whether ${title} fills in variables`;
  return `${why}: take it out of the file and start the server through a program that reads it from a password store. ${REPLACE}`;
}

/** Clients whose entries name the variable in a key of its own. */
function ownWay(client: NonNullable<SeenEntry["client"]>, part: string, name: string): string | undefined {
  if (client === "codex") {
    if (part === "env") return `Take it out of env and write env_vars = ["${name}"].`;
    return part === "headers"
      ? `Take it out and write bearer_token_env_var = "${name}", or name the variable under env_http_headers.`
      : `Hand it over as a variable: env_vars = ["${name}"].`;
  }
  if (client === "goose")
    return `Take it out and name it under env_keys: Goose keeps the value of ${name} in the keyring.`;
  if (client === "mistral-vibe" && part === "headers")
    return `Take it out and write api_key_env = "${name}".`;
  return undefined;
}

/** The variable a secret is to be moved to: one found under no name of its own is a token. */
function variableFor(name: string): string {
  const variable = variableName(name);
  return variable === "AUTHORIZATION" || variable === "VALUE_" ? "API_TOKEN" : variable;
}

const WHO_SEES: Readonly<Record<string, string>> = {
  args: "is in the arguments as plain text: besides the file, the list of running programs shows it.",
  command: "is in the command as plain text: besides the file, the list of running programs shows it.",
  url: "is in the address as plain text: besides the file, the logs on the way keep it.",
  headers: "is in a header as plain text, readable by every program this person runs.",
  env: "is in the file as plain text, readable by every program this person runs.",
};

/** What is said where nobody could look whether a file that holds a secret goes to others with a repository. */
export const GIT_NOT_LOOKED = "Whether git keeps this file: could not look.";

export function literalSecrets({ launch, client, tracked }: SeenEntry): LaunchFinding[] {
  const more = tracked === undefined ? ` ${GIT_NOT_LOOKED}` : "";
  return secretsIn(launch).map(([where, secret]) => ({
    rule: "literal-secret",
    severity: "high",
    where,
    sentence: `${SECRET_KIND_WORDS[secret.secretKind]} ${WHO_SEES[where.split(".")[0] ?? ""] ?? WHO_SEES.env}${more}`,
    remedy: referenceRemedy(client, where),
  }));
}

const MOST_NAMED = 3;

/** One for the whole entry: what git keeps is kept wherever it was pushed to. */
export function secretsInGit({ launch, tracked }: SeenEntry): LaunchFinding[] {
  const places = secretsIn(launch).map(([where]) => where);
  if (tracked !== true || places.length === 0) return [];
  const named = places.slice(0, MOST_NAMED).join(", ");
  const more = places.length > MOST_NAMED ? ` and ${places.length - MOST_NAMED} more` : "";
  const what = places.length === 1 ? "a secret stands" : `${places.length} secrets stand`;
  return [
    {
      rule: "secret-in-git",
      severity: "critical",
      where: "file",
      sentence: `This file is tracked by git and ${what} in it (${named}${more}). Whether earlier commits hold them too: not looked.`,
      remedy:
        "Replace the secrets at their providers first, then take them out of the file: every copy of the repository keeps what was committed.",
    },
  ];
}
