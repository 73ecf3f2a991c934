import type { Mail } from "#app/domain/mail.ts";
import type { Named } from "./notice-facts.ts";
import { GROUP_WORDS, NOTICE_GROUPS, type NoticeGroup } from "./notice-groups.ts";
import { type NoticeKind, sentenceOf } from "./notice-words.ts";

const LONGEST_NAME = 80;
const LONGEST_SUBJECT = 150;

/** What a mail is made from. `link` and `preferences` are whole addresses of this installation. */
type Frame = { to: string; id: string; organization: string; link: string; preferences: string };
type Told = { kind: NoticeKind; group: NoticeGroup; named: Named };

/**
 * The mail of one notice: what happened, in which organization, and a link. Reasons, questions and answers stay in the
 * product: a mailbox is read by more machines than one, and whoever could write a request could write into it.
 */
export function noticeMail(frame: Frame, told: Told): Mail {
  const sentence = mailSentence(told);
  const { label } = GROUP_WORDS[told.group];
  return framed(frame, `${plainName(frame.organization)}: ${sentence}`, [
    `${sentence}`,
    "",
    `Open it in ${plainName(frame.organization)}:`,
    frame.link,
    "",
    told.group === "account"
      ? "This is about the safety of your account, so it is always mailed."
      : `You get this because of "${label}". Choose what is mailed to you:`,
    ...(told.group === "account" ? [] : [frame.preferences]),
  ]);
}

/** The mail of what gathered; `more` were left out of it. */
export function digestMail(
  frame: Frame,
  cadence: "daily" | "weekly",
  told: readonly Told[],
  more: number,
): Mail {
  const all = told.length + more;
  const notices = all === 1 ? "1 notice" : `${all} notices`;
  const groups = NOTICE_GROUPS.flatMap((group) => {
    const own = told.filter((one) => one.group === group);
    return own.length > 0
      ? [GROUP_WORDS[group].label, ...own.map((one) => `- ${mailSentence(one)}`), ""]
      : [];
  });
  return framed(frame, `${plainName(frame.organization)}: ${notices}`, [
    ...groups,
    ...(more > 0 ? [`And ${more} more.`, ""] : []),
    `Open them in ${plainName(frame.organization)}:`,
    frame.link,
    "",
    `This is your ${cadence} digest. Choose what is mailed to you:`,
    frame.preferences,
  ]);
}

function framed({ to, id, preferences }: Frame, subject: string, lines: readonly string[]): Mail {
  return { to, id, preferences, subject: cut(subject, LONGEST_SUBJECT), text: `${lines.join("\n")}\n` };
}

function mailSentence({ kind, named }: Told): string {
  const { actor, server, name } = named;
  const plain = { actor: plainName(actor), server: plainName(server), name: plainName(name) };
  return sentenceOf(kind, { ...named, ...plain });
}

/**
 * A text somebody chose, as a mail may show it: one line, short, and nothing a mail program would turn into a link
 * that is not ours: "remote:https://evil.example/x" becomes "remote:https:evil[.]example/x".
 */
export function plainName(text: string): string {
  const line = text.replace(/[\p{C}\s]+/gu, " ").trim();
  const inert = line
    .replace(/:\/\/+/g, ":")
    .replace(/\b(www)\./gi, "$1[.]")
    .replace(/([\p{L}\p{N}_-])\.(?=\p{L}{2})/gu, "$1[.]")
    .replace(/@(?=[^/\s]*\[\.\])/g, "(at)");
  return cut(inert, LONGEST_NAME);
}

function cut(text: string, longest: number): string {
  const letters = [...text];
  return letters.length <= longest ? text : `${letters.slice(0, longest - 1).join("")}…`;
}
