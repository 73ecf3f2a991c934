import { printableText } from "./printable-text.ts";
import { shortenMiddle } from "./shorten-middle.ts";

/** A server's identity in mono, shortened in the middle where space is short; the title holds the whole. */
export function Identity({ identity, limit = 40 }: { identity: string; limit?: number }) {
  const text = printableText(identity);
  const short = shortenMiddle(text, limit);
  return (
    <span className="mono identity" title={short === text ? undefined : text}>
      {short}
    </span>
  );
}
