import { COMMON_PASSWORDS, KEY_RUNS } from "#app/domain/identity/common-password-words.ts";

/** NIST SP 800-63B-4, section 3.1.1.2: length and no rules of composition; the end keeps hashing from being a load. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 256;

type Owner = { email: string; name: string };

const TOO_SHORT = `Use at least ${SHORTEST_PASSWORD} characters. A few words in a row are easy to remember.`;
const TOO_LONG = `Use at most ${LONGEST_PASSWORD} characters.`;
const COMMON =
  "This is among the passwords that are tried first. Use a few words in a row that only you put together.";
const OWN =
  "This is made of your own name or address, which is tried first. Use a few words that are not about you.";
/** What must be left besides names and addresses. */
const LEAST_OWN = 8;

/**
 * Why a password is not taken, or undefined. Compared in Unicode NFKC, as it is hashed; no network is asked. `owner` is
 * whose it will be.
 */
export function whyNotPassword(password: string, owner: Owner): string | undefined {
  const text = password.normalize("NFKC");
  const length = [...text].length;
  if (length < SHORTEST_PASSWORD) return TOO_SHORT;
  if (length > LONGEST_PASSWORD) return TOO_LONG;
  if (isCommon(text.toLowerCase())) return COMMON;
  if (isAboutOwner(text.toLowerCase(), owner)) return OWN;
  return undefined;
}

/** Letters that digits and signs are written for. */
const WRITTEN_FOR: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

function isCommon(text: string): boolean {
  if (isRun(text)) return true;
  const word = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  const forms = [text, word].flatMap((form) => [
    form,
    undoLetters(form),
    undoLetters(form).replace(/[^\p{L}]/gu, ""),
  ]);
  return forms.some((form) => form !== "" && isMadeOfCommon(form));
}

function undoLetters(text: string): string {
  return [...text].map((letter) => WRITTEN_FOR[letter] ?? letter).join("");
}

/** One common password, several in a row, or one repeated. */
function isMadeOfCommon(text: string): boolean {
  const reachable = new Set([0]);
  for (let end = 1; end <= text.length; end += 1) {
    for (const start of reachable) {
      if (start < end && COMMON_PASSWORDS.has(text.slice(start, end))) {
        reachable.add(end);
        break;
      }
    }
  }
  return reachable.has(text.length);
}

/** A few characters repeated, or most of a walk along the keys. */
function isRun(text: string): boolean {
  if (new Set(text).size <= 3) return true;
  if (/^(.{1,4})\1+.{0,3}$/u.test(text)) return true;
  return KEY_RUNS.some((run) => [run, [...run].reverse().join("")].some((way) => isMostlyIn(text, way)));
}

function isMostlyIn(text: string, run: string): boolean {
  let left = text;
  for (let at = 0; at + 4 <= run.length; at += 1) {
    for (let size = Math.min(run.length - at, left.length); size >= 4; size -= 1) {
      left = left.replaceAll(run.slice(at, at + size), "");
    }
  }
  return left.length < 4;
}

function isAboutOwner(text: string, { email, name }: Owner): boolean {
  const parts = [email, ...email.split(/[@.+_-]/), ...name.toLowerCase().split(/\s+/), "castellan"]
    .map((part) => part.normalize("NFKC").toLowerCase())
    .filter((part) => part.length >= 3)
    .sort((one, other) => other.length - one.length);
  let left = text;
  for (const part of parts) left = left.replaceAll(part, "");
  if (left === text) return false;
  return left.replace(/[^\p{L}\p{N}]/gu, "").length < LEAST_OWN;
}
