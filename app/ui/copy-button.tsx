import { useState } from "react";
import { Icon } from "./icon.tsx";

/** Copies `text` and says so in place. Without scripts it is not there; the text beside it can be selected. */
export function CopyButton({
  text,
  label = "Copy",
  quiet,
}: {
  text: string;
  label?: string;
  quiet?: boolean;
}) {
  const [outcome, setOutcome] = useState<"" | "Copied" | "Not copied. Select the text instead.">("");
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setOutcome("Copied"),
      () => setOutcome("Not copied. Select the text instead."),
    );
  };
  return (
    <span className="needs-script inline-flex items-center gap-1">
      <button
        type="button"
        className={quiet ? "btn btn-quiet btn-icon" : "btn btn-outline"}
        onClick={copy}
        onBlur={() => setOutcome("")}
      >
        <Icon name={outcome === "Copied" ? "check" : "copy"} />
        <span className={quiet ? "sr-only" : undefined}>{label}</span>
      </button>
      <span role="status" className="text-muted empty:hidden">
        {outcome}
      </span>
    </span>
  );
}
