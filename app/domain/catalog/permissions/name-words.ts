const MOST_WORDS = 24;
/** "This tool is used to", "Use this to", "A tool that can": what it does comes after. */
const PREFACE =
  /^[^\p{L}]{0,20}(?:use )?(?:this|a|the) (?:tool|function|action|command)?,? {0,2}(?:(?:that|which|will|can|is used|helps?|lets? you|allows? you|allows? the user|you) )*(?:to |for )?/iu;

/** The words of a tool's name in small letters: `getUserByID`, `get_user-by.id` and `GET user/by id` alike. */
export function wordsOf(name: string): string[] {
  return name
    .slice(0, 256)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .slice(0, MOST_WORDS);
}

/** The first words of a description, which mostly say what the tool does; markup and quotes before them are left out. */
export function openingWords(description: string): string[] {
  const first =
    description
      .trimStart()
      .slice(0, 400)
      .split(/[.!?\n]/, 1)[0] ?? "";
  return wordsOf(first.slice(0, 200).replace(PREFACE, ""));
}

/** "deletes" and "deleting" as "delete", where the result is one of `known`. */
export function baseForm(word: string, known: ReadonlySet<string>): string {
  if (known.has(word)) return word;
  const forms = [
    word.replace(/s$/, ""),
    word.replace(/es$/, ""),
    word.replace(/ies$/, "y"),
    word.replace(/ing$/, ""),
    word.replace(/ing$/, "e"),
    word.replace(/(.)\1ing$/, "$1"),
  ];
  return forms.find((form) => known.has(form)) ?? word;
}
