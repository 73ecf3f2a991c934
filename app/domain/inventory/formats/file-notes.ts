import type { Node } from "jsonc-parser";
import { type RedactOptions, redactText } from "../redact-text.ts";
import { SCAN_LIMITS } from "../scan-inputs.ts";
import { visibleText } from "../visible-text.ts";
import { membersOf } from "./json-file.ts";

/** How many servers a note names. */
const NAMED = 3;

/**
 * What stands in a file and was not read: one sentence per key, with the servers it stands in. A note holds names of keys
 * and of servers, never a value.
 */
export class FileNotes {
  readonly #options: RedactOptions;
  readonly #settled: (...sentences: string[]) => string;
  readonly #unread = new Map<string, string[]>();
  readonly #spelled = new Map<string, string[]>();
  readonly #others: string[] = [];

  constructor(options: RedactOptions, settled: (...sentences: string[]) => string) {
    this.#options = options;
    this.#settled = settled;
  }

  /** The keys of one server that nobody reads. `a.b` in `read` says that of what stands in `a` only `b` is read. */
  unread(name: string, entry: Node, read: readonly string[], within = ""): void {
    if (entry.type !== "object") return;
    for (const { key, node, overridden } of membersOf(entry)) {
      if (overridden || read.includes(key)) continue;
      const inner = read.flatMap((path) => (path.startsWith(`${key}.`) ? [path.slice(key.length + 1)] : []));
      if (inner.length > 0 && node.type === "object") this.unread(name, node, inner, `${within}${key}.`);
      else this.#note(`${within}${key}`, name);
    }
  }

  /** A key that was read although this client does not write it. */
  otherSpelling(key: string, name: string): void {
    const servers = this.#spelled.get(key);
    if (servers === undefined) this.#spelled.set(key, [name]);
    else servers.push(name);
  }

  #note(key: string, name: string): void {
    const servers = this.#unread.get(key);
    if (servers === undefined) this.#unread.set(key, [name]);
    else servers.push(name);
  }

  /** A key of the file that is neither the servers nor one that may stand beside them. */
  beside(key: string): void {
    const shown = this.#shown(key);
    this.#others.push(
      this.#settled(
        `“${shown}” stands beside the servers and was not read.`,
        "A key beside the servers was not read.",
      ),
    );
  }

  /** What stands among the servers and is none. `what` ends the sentence. */
  aside(name: string, what: string): void {
    this.#others.push(this.#settled(`“${this.#shown(name)}” ${what}.`, `An entry ${what}.`));
  }

  /** The sentences, each once, and how many there was no room for. */
  all(): string[] {
    const keys = [...this.#unread].map(([key, servers]) => this.#sentence(key, "was not read", servers));
    const spelled = [...this.#spelled].map(([key, servers]) =>
      this.#sentence(key, "is how other clients write it; it was read all the same", servers),
    );
    const sentences = [...new Set([...this.#others, ...spelled, ...keys])];
    if (sentences.length <= SCAN_LIMITS.notes) return sentences;
    const kept = sentences.slice(0, SCAN_LIMITS.notes - 1);
    return [...kept, `${sentences.length - kept.length} more keys and entries were not read.`];
  }

  #sentence(key: string, what: string, servers: readonly string[]): string {
    const shown = this.#shown(key);
    const named = servers.slice(0, NAMED).map((name) => `“${this.#shown(name)}”`);
    const more = servers.length > NAMED ? ` and ${servers.length - NAMED} more` : "";
    return this.#settled(
      `“${shown}” ${what}. It stands in ${named.join(", ")}${more}.`,
      `“${shown}” ${what}.`,
      `A key of a server ${what}.`,
    );
  }

  #shown(text: string): string {
    return redactText(visibleText(text, 128), this.#options).text;
  }
}
