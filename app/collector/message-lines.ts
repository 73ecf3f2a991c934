import { isSpecType, type JSONRPCMessage } from "@modelcontextprotocol/client";

const KEPT_NOISE = 4_000;
const NEWLINE = 10;

/**
 * Finds the messages in what a server writes to its standard output, a line each. Lines that are no message, such as log
 * lines, are counted and the first are kept: the next line may be one.
 */
export class MessageLines {
  /** The first lines that were no messages. */
  noise = "";
  noisy = 0;
  #parts: Buffer[] = [];

  add(chunk: Buffer): JSONRPCMessage[] {
    const found: JSONRPCMessage[] = [];
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      this.#parts.push(chunk.subarray(from, at));
      const message = this.#read(Buffer.concat(this.#parts).toString("utf8"));
      if (message) found.push(message);
      this.#parts = [];
      from = at + 1;
    }
    if (from < chunk.length) this.#parts.push(chunk.subarray(from));
    return found;
  }

  #read(line: string): JSONRPCMessage | undefined {
    const text = line.trim();
    if (text === "") return undefined;
    if (text.startsWith("{")) {
      try {
        const value: unknown = JSON.parse(text);
        if (isSpecType.JSONRPCMessage(value)) return value;
      } catch {
        // A line that is no message: counted below.
      }
    }
    this.noisy += 1;
    if (this.noise.length < KEPT_NOISE) this.noise += `${line.trimEnd().slice(0, 500)}\n`;
    return undefined;
  }
}
