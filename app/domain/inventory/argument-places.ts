import { isSecretName } from "./secret-names.ts";

/** What the argument before says about an argument: it is a secret's value, a header, NAME=value, or user:password. */
export type ArgumentPlace =
  | { kind: "any" | "header" | "variable" | "credentials" }
  | { kind: "secret"; name: string };

const ANY: ArgumentPlace = { kind: "any" };

function placeAfter(before: string | undefined): ArgumentPlace {
  if (before === undefined || !before.startsWith("-") || before.includes("=")) return ANY;
  if (/^(?:-H|--headers?)$/i.test(before)) return { kind: "header" };
  if (/^(?:-e|--env|--set-env|--build-arg)$/.test(before)) return { kind: "variable" };
  if (/^(?:-u|--user|--basic-auth)$/.test(before)) return { kind: "credentials" };
  return isSecretName(before) ? { kind: "secret", name: before } : ANY;
}

/** The place of each argument. It reads only flags, which redaction keeps, so both sides of the wire agree. */
export function argumentPlaces(args: readonly (string | undefined)[]): ArgumentPlace[] {
  return args.map((text, index) => {
    const place = index === 0 ? ANY : placeAfter(args[index - 1]);
    return place.kind === "secret" && text !== undefined && /^--?[A-Za-z]/.test(text) && !/\d/.test(text)
      ? ANY
      : place;
  });
}
