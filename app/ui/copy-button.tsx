import { useState } from "react";
import { Icon } from "./icon.tsx";

type CopyButtonProps = {
  text: string;
  label?: string;
  /** `icon` hides the label, which then names the button for readers. */
  kind?: "outline" | "quiet" | "icon";
};

/** Copies `text` and says so in place. Without scripts it is not there; the text beside it can be selected. */
export function CopyButton({ text, label = "Copy", kind = "outline" }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"" | "Copied" | "Not copied. Select the text instead.">("");
  const copy = async () => {
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setOutcome(copied ? "Copied" : "Not copied. Select the text instead.");
  };
  return (
    <span className="needs-script inline-flex items-center gap-1">
      <button
        type="button"
        className={kind === "icon" ? "btn btn-quiet btn-icon" : `btn btn-${kind}`}
        onClick={copy}
        onBlur={() => setOutcome("")}
      >
        <Icon name={outcome === "Copied" ? "check" : "copy"} />
        <span className={kind === "icon" ? "sr-only" : undefined}>{label}</span>
      </button>
      <span role="status" className="text-muted empty:hidden">
        {outcome}
      </span>
    </span>
  );
}
