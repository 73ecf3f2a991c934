/** Single use, and short: whoever reads the mail could use it (OWASP Forgot Password Cheat Sheet). */
export const RESET_LINK_MINUTES = 30;
export const ADDRESS_LINK_HOURS = 24;

export type LinkState = "open" | "used" | "superseded" | "ended";

type Dates = { expiresAt: Date; usedAt: Date | null; supersededAt: Date | null };

export function linkState(link: Dates, now: Date): LinkState {
  if (link.usedAt) return "used";
  if (link.supersededAt) return "superseded";
  return now < link.expiresAt ? "open" : "ended";
}

/** Why a mailed link does nothing any more, for the person who opened it. */
export const DEAD_RESET_LINK: Record<Exclude<LinkState, "open">, string> = {
  used: "This link was used already. Sign in with the password that was set with it, or ask for a new link.",
  superseded: "A newer link was mailed after this one. Open the newest mail, or ask for a new link.",
  ended: `This link has ended: it works for ${RESET_LINK_MINUTES} minutes. Ask for a new one.`,
};

export const DEAD_ADDRESS_LINK: Record<Exclude<LinkState, "open">, string> = {
  used: "This link was used already, and the address is verified.",
  superseded: "A newer link was mailed after this one. Open the newest mail.",
  ended: `This link has ended: it works for ${ADDRESS_LINK_HOURS} hours. Ask for a new one on your account page.`,
};
