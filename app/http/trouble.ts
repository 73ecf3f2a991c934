import type { ProofWays } from "#app/domain/identity/proof-rules.ts";

/** Fields of a form that could not be carried out, to be posted again. Never passwords, never files. */
export type KeptForm = { action: string; fields: [name: string, value: string][] };

/** The data of every error answer that a page shows. */
export type Trouble = {
  sentence?: string;
  requestId?: string;
  kept?: KeptForm;
  /** The session ended: show the sign-in form, then come back here. */
  signInTo?: string;
  /** A fresh proof is needed: show the form for it, then come back here. */
  prove?: { to: string; ways: ProofWays };
  /** The same for who came through a provider: `at` is the organization whose provider asks them again. */
  proveAt?: { to: string; at: string };
};

const OWN = new Set(["sentence", "requestId", "kept", "signInTo", "prove", "proveAt"]);

/** Reads what a route threw; anything else gives an empty trouble. */
export function troubleOf(data: unknown): Trouble {
  if (typeof data !== "object" || data === null) return {};
  return Object.keys(data).every((key) => OWN.has(key)) ? data : {};
}

/** Says of a kept form which of its secrets, never kept themselves, have to be typed again. */
export const RETYPE = "_retype";

/** Names under which a kept form travels through the sign-in form. */
export const KEPT_ACTION = "_keptAction";
export const KEPT_PREFIX = "_kept.";

/** The kept form inside the values of a posted sign-in form. */
export function keptIn(values: Iterable<readonly [string, string]>): KeptForm | undefined {
  let action: string | undefined;
  const fields: KeptForm["fields"] = [];
  for (const [name, value] of values) {
    if (name === KEPT_ACTION) action = value;
    else if (name.startsWith(KEPT_PREFIX)) fields.push([name.slice(KEPT_PREFIX.length), value]);
  }
  return action === undefined ? undefined : { action, fields };
}
