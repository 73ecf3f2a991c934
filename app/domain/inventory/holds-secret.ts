import { redactText } from "./redact-text.ts";

/** Whether a text that is kept and shown holds what the redactor calls a secret. */
export function holdsSecret(text: string): boolean {
  return redactText(text).secret !== undefined;
}
