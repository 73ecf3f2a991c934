/**
 * Whether a name shows all it holds: no controls, no halves of characters, nothing that hides or reorders, which would
 * let one name imitate another. The joiners stay, since Persian and emoji are written with them.
 */
export function isVisibleName(name: string): boolean {
  return !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/u.test(name);
}

export const VISIBLE_ONLY = "Use visible characters only.";
