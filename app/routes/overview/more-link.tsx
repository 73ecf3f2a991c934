/** "All 23 unapproved servers", where a section shows only the first few. */
export function MoreLink({ href, total, shown, noun }: MoreLinkProps) {
  if (total <= shown) return null;
  return (
    <p className="mt-2">
      <a className="link" href={href}>
        All {total.toLocaleString("en-GB")} {noun}
      </a>
    </p>
  );
}

type MoreLinkProps = { href: string; total: number; shown: number; noun: string };
