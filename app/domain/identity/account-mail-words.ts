import type { AccountEventKind } from "#app/domain/identity/account-event-words.ts";
import { ADDRESS_LINK_HOURS, RESET_LINK_MINUTES } from "#app/domain/identity/account-link-rules.ts";
import type { Mail } from "#app/domain/mail.ts";

/** Where and when, so that the reader can tell whether it was them. Names of organizations never stand in these mails. */
export type NoticeFacts = {
  email: string;
  kind: string;
  at: Date;
  from: string | null;
  browser: string | null;
};

const NOTICES: Partial<Record<AccountEventKind, { subject: string; happened: string }>> = {
  "browser.new": {
    subject: "New sign-in to your Castellan account",
    happened: "Somebody signed in to your account from a browser that was not used with it before.",
  },
  "password.change": {
    subject: "Your Castellan password was changed",
    happened: "The password of your account was changed, and every other browser was signed out.",
  },
  "password.reset": {
    subject: "Your Castellan password was reset",
    happened: "A new password was set for your account by a mailed link, and every browser was signed out.",
  },
  "totp.turn_on": {
    subject: "An authenticator app was added to your Castellan account",
    happened: "Signing in to your account now asks for a code of an authenticator app.",
  },
  "totp.turn_off": {
    subject: "The authenticator app was removed from your Castellan account",
    happened: "Signing in to your account no longer asks for a code of an authenticator app.",
  },
  "passkey.add": {
    subject: "A passkey was added to your Castellan account",
    happened: "Your account can now be signed in to with a new passkey.",
  },
  "passkey.remove": {
    subject: "A passkey was removed from your Castellan account",
    happened: "A passkey of your account was removed.",
  },
  "recovery_codes.make": {
    subject: "New recovery codes for your Castellan account",
    happened: "New recovery codes were made for your account. The earlier ones no longer work.",
  },
  "recovery_code.use": {
    subject: "A recovery code of your Castellan account was used",
    happened: "Somebody used one of your recovery codes in place of your second factor.",
  },
  "second_factors.forget": {
    subject: "The second factors of your Castellan account were removed",
    happened: "The operator of this installation removed the second factors of your account.",
  },
};

export function isToldByMail(kind: string): boolean {
  return noticeOf(kind) !== undefined;
}

/** Undefined for what nobody is told of. */
export function accountNotice(facts: NoticeFacts, publicUrl: string): Mail | undefined {
  const notice = noticeOf(facts.kind);
  if (!notice) return undefined;
  const where = [
    `When: ${inUtc(facts.at)}`,
    ...(facts.browser ? [`Browser: ${facts.browser}`] : []),
    ...(facts.from ? [`Network address: ${facts.from}`] : []),
  ].join("\n");
  return {
    to: facts.email,
    subject: notice.subject,
    text: `${notice.happened}

${where}

If this was you, there is nothing to do. If it was not, end the sessions you do not know and change your password:
${publicUrl}/account/sessions
`,
  };
}

function noticeOf(kind: string) {
  return Object.entries(NOTICES).find(([known]) => known === kind)?.[1];
}

export function resetMail({ email, token }: { email: string; token: string }, publicUrl: string): Mail {
  return {
    to: email,
    subject: "Set a new Castellan password",
    text: `Somebody asked to set a new password for the account of this address. If it was you, open this link within ${RESET_LINK_MINUTES} minutes. It works once:
${publicUrl}/reset-password/${token}

If it was not you, there is nothing to do: your password stays as it is.
`,
  };
}

export function addressProofMail(
  { email, token }: { email: string; token: string },
  publicUrl: string,
): Mail {
  return {
    to: email,
    subject: "Verify your address for Castellan",
    text: `Somebody signed in to Castellan gave this address as theirs. If it was you, open this link within ${ADDRESS_LINK_HOURS} hours in the browser where you are signed in. It works once:
${publicUrl}/verify-address/${token}

If it was not you, there is nothing to do: without the link nothing is changed.
`,
  };
}

/** The new address is not named: who reads mail at the old one need not be who changed it. */
export function formerAddressMail({ email, at }: { email: string; at: Date }, publicUrl: string): Mail {
  return {
    to: email,
    subject: "Your Castellan account has a new address",
    text: `The account that was signed in to with this address has another address since ${inUtc(at)}. This address no longer opens it.

If it was not you, tell an admin of your organization at once.
${publicUrl}
`,
  };
}

function inUtc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
