/** How many are made at a time. */
export const RECOVERY_CODES = 10;

/** A recovery code as it is compared: groups, case and letters that look like digits do not matter. */
export function recoveryCodeText(typed: string): string {
  return typed
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\-–—]+/g, "")
    .replaceAll("o", "0")
    .replace(/[il]/g, "1");
}

/** Six digits are a code of an authenticator app; anything else is taken for a recovery code. */
export function authenticatorCode(typed: string): string | undefined {
  const digits = typed.normalize("NFKC").replace(/\s+/g, "");
  return /^\d{6}$/.test(digits) ? digits : undefined;
}
