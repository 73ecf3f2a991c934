import { CopyButton } from "./copy-button.tsx";
import { shortenMiddle } from "./shorten-middle.ts";

/** An identity, id or hash in one line; long ones are shortened in the middle and copied whole. */
export function CopyField({ text, label, limit = 64 }: { text: string; label: string; limit?: number }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <code className="wrap-anywhere" title={text}>
        {shortenMiddle(text, limit)}
      </code>
      <CopyButton text={text} label={label} kind="icon" />
    </span>
  );
}
