/** One simple command of a script, and whether another program reads what it prints. */
export interface ShellScript {
  commands: string[][];
  /** True when the script uses more than plain commands: pipes, substitution, loops, redirection. */
  complex: boolean;
}

const SEPARATOR = /^(?:&&|\|\||[;|&\n])/;

/** Splits a POSIX-like script into commands and words: quotes, backslashes, `;`, `&&`, `||`, `|`. It runs nothing. */
export function splitScript(script: string): ShellScript {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  let complex = false;
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  for (let index = 0; index < script.length; index += 1) {
    const character = script.charAt(index);
    if (character === "'" || character === '"') {
      const close = closingQuote(script, index);
      const inside = script.slice(index + 1, close);
      if (character === '"' && /\$\(|`/.test(inside)) complex = true;
      word = (word ?? "") + (character === '"' ? inside.replace(/\\(["\\$`])/g, "$1") : inside);
      index = close;
    } else if (character === "\\" && index + 1 < script.length) {
      index += 1;
      word = (word ?? "") + script.charAt(index);
    } else if (/\s/.test(character) && character !== "\n") endWord();
    else {
      const separator = SEPARATOR.exec(script.slice(index, index + 2))?.[0];
      if (separator === undefined) {
        if (/[<>(`]/.test(character)) complex = true;
        word = (word ?? "") + character;
        continue;
      }
      endWord();
      if (separator === "|" || separator === "&") complex = true;
      if (words.length > 0) commands.push(words);
      words = [];
      index += separator.length - 1;
    }
  }
  endWord();
  if (words.length > 0) commands.push(words);
  return { commands, complex };
}

function closingQuote(script: string, open: number): number {
  const quote = script.charAt(open);
  for (let index = open + 1; index < script.length; index += 1) {
    if (script.charAt(index) === "\\" && quote === '"') index += 1;
    else if (script.charAt(index) === quote) return index;
  }
  return script.length;
}
