import { printableText } from "./printable-text.ts";
import { shortenMiddle } from "./shorten-middle.ts";

type IdentityProps = {
  identity: string;
  limit?: number;
  /** In a heading it may take a second line. */
  wraps?: boolean;
};

/** A server's identity in mono, shortened in the middle where space is short; the title holds the whole. */
export function Identity({ identity, limit = 40, wraps }: IdentityProps) {
  const text = printableText(identity);
  const short = shortenMiddle(text, limit);
  return (
    <span className={wraps ? "mono" : "mono identity"} title={short === text ? undefined : text}>
      {short}
    </span>
  );
}
