import { type HiddenRule, type HiddenText, matches, patternRule, type Span } from "./hidden-rule.ts";
import { isMixedWord } from "./mixed-alphabets.ts";

const INVISIBLE =
  /(?:(?![\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}])\p{Default_Ignorable_Code_Point})+/gu;
const EMOJI_BEFORE = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|[0-9#*])$/u;
const EMOJI_AFTER = /^\p{Extended_Pictographic}/u;
const FLAG_BEFORE = /\u{1F3F4}$/u;
/** Scripts in which joiners between letters are ordinary spelling. */
const JOINING =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Sinhala}\p{Script=Gujarati}]$/u;

/** Emoji carry a variation selector or a joiner, some scripts joiners: that is how they are spelled. */
function* invisible({ text, isName }: HiddenText): Generator<Span> {
  for (const span of matches(INVISIBLE, text)) {
    const found = text.slice(span.start, span.end);
    const before = text.slice(Math.max(0, span.start - 2), span.start);
    const after = text.slice(span.end, span.end + 2);
    if (found === "\uFE0F" && EMOJI_BEFORE.test(before)) continue;
    if (/^\uFE0F?\u200D$/.test(found) && EMOJI_BEFORE.test(before) && EMOJI_AFTER.test(after)) continue;
    if (!isName && /^[\u200C\u200D]$/.test(found) && JOINING.test(before)) continue;
    yield span;
  }
}

/** A flag of a region is a black flag and a few tags with an end; anything else in tags is text nobody sees. */
function* tags({ text }: HiddenText): Generator<Span> {
  for (const span of matches(/[\u{E0000}-\u{E007F}]+/gu, text)) {
    const found = text.slice(span.start, span.end);
    const isFlag =
      FLAG_BEFORE.test(text.slice(Math.max(0, span.start - 2), span.start)) && found.length <= 14;
    if (!(isFlag && found.endsWith("\u{E007F}"))) yield span;
  }
}

function* mixedAlphabets({ text }: HiddenText): Generator<Span> {
  for (const span of matches(/[\p{L}\p{M}]{2,64}/gu, text)) {
    if (isMixedWord(text.slice(span.start, span.end))) yield span;
  }
}

/** Blanks and empty lines are looked at once, from where they begin: a text of nothing else takes no longer. */
function* pushedOut({ text }: HiddenText): Generator<Span> {
  for (const span of matches(/(?<!\s)\s{25,}(?=\S)/g, text)) {
    const blanks = text.slice(span.start, span.end);
    if (/[ \t\u00A0\u2000-\u200A\u3000]{120}/.test(blanks) || blanks.split("\n").length > 25) yield span;
  }
}

export const CHARACTER_RULES: readonly HiddenRule[] = [
  {
    id: "invisible-characters",
    kind: "characters",
    says: "holds characters nobody sees",
    find: invisible,
  },
  patternRule({
    id: "direction-controls",
    kind: "characters",
    says: "holds controls that turn the direction of reading",
    pattern: /[\u202A-\u202E\u2066-\u2069]+/g,
  }),
  {
    id: "tag-characters",
    kind: "characters",
    says: "holds text in tag characters, which people do not see and models read",
    find: tags,
  },
  patternRule({
    id: "control-characters",
    kind: "characters",
    says: "holds control characters, such as those that move a terminal's cursor",
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    pattern: /(?:[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]|U\+0000)+/g,
  }),
  {
    id: "mixed-alphabets",
    kind: "characters",
    says: "holds a word of Latin letters and look-alikes from another alphabet",
    find: mixedAlphabets,
  },
  {
    id: "pushed-out-of-sight",
    kind: "characters",
    says: "is pushed out of sight by hundreds of blanks or empty lines",
    find: pushedOut,
  },
];
