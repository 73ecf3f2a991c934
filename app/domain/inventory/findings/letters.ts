import { isLookalike, isMixedWord } from "#app/domain/catalog/hidden/mixed-alphabets.ts";

/**
 * Letters of other scripts that look like Latin ones, and digits that stand for letters: what a reader takes for the same.
 * After Unicode's table of confusables, for the letters that names of packages are made of.
 */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...pairs("аɑα", "a"),
  ...pairs("ЬЪƅ", "b"),
  ...pairs("сϲⅽ", "c"),
  ...pairs("ԁⅾ", "d"),
  ...pairs("еҽ℮", "e"),
  ...pairs("ɡց", "g"),
  ...pairs("һհ", "h"),
  ...pairs("іıɩΙⅰӏ", "i"),
  ...pairs("јϳ", "j"),
  ...pairs("κк", "k"),
  ...pairs("ⅼ", "l"),
  ...pairs("мⅿ", "m"),
  ...pairs("ոռ", "n"),
  ...pairs("оοσօ", "o"),
  ...pairs("рρ", "p"),
  ...pairs("ԛզ", "q"),
  ...pairs("г", "r"),
  ...pairs("ѕ", "s"),
  ...pairs("τт", "t"),
  ...pairs("υսʋ", "u"),
  ...pairs("νѵⅴ", "v"),
  ...pairs("ԝѡω", "w"),
  ...pairs("хⅹχ", "x"),
  ...pairs("уγү", "y"),
};

const CARELESS: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "l",
  i: "l",
  "3": "e",
  "4": "a",
  "5": "s",
};

function pairs(letters: string, latin: string): Record<string, string> {
  return Object.fromEntries([...letters].map((letter) => [letter, latin]));
}

/** The text as a reader sees it: letters of other scripts in Latin ones, without accents. */
export function seenAs(text: string): string {
  return [...text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()]
    .map((letter) => LOOKALIKES[letter] ?? letter)
    .join("");
}

/** The same with what passes for other letters at a glance as one of them: for comparing with a name that is known. */
export function seenCarelessly(text: string): string {
  return seenAs(text)
    .replace(/[01345i]/g, (letter) => CARELESS[letter] ?? letter)
    .replaceAll("rn", "m")
    .replaceAll("vv", "w");
}

/** A character nobody sees, as `visibleText` writes it. */
const WRITTEN_OUT = /U\+(?:00AD|034F|061C|180E|200[B-F]|202[A-E]|206[0-9A-F]|FEFF|E00[0-7][0-9A-F])/;

/** The look-alike letters in the mixed words of a text. */
export function mixedLetters(text: string): string[] {
  const words = text.slice(0, 512).split(/[^\p{L}\p{N}]+/u);
  return words.filter(isMixedWord).flatMap((word) => [...word].filter(isLookalike));
}

/** What is hidden in a name: a character nobody sees, or letters of two scripts in one word. Undefined when nothing is. */
export function hiddenIn(text: string): "invisible" | "mixed" | undefined {
  if (WRITTEN_OUT.test(text)) return "invisible";
  const words = text.slice(0, 512).split(/[^\p{L}\p{N}]+/u);
  return words.some(isMixedWord) ? "mixed" : undefined;
}
