/** Fields of a form that could not be carried out, to be posted again. Never passwords, never files. */
export type KeptForm = { action: string; fields: [name: string, value: string][] };

/** The data of every error answer that a page shows. */
export type Trouble = {
  sentence?: string;
  requestId?: string;
  kept?: KeptForm;
  /** The session ended: show the sign-in form, then come back here. */
  signInTo?: string;
};

const OWN = new Set(["sentence", "requestId", "kept", "signInTo"]);

/** Reads what a route threw; anything else gives an empty trouble. */
export function troubleOf(data: unknown): Trouble {
  if (typeof data !== "object" || data === null) return {};
  return Object.keys(data).every((key) => OWN.has(key)) ? data : {};
}
