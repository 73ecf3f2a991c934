import { CopyButton } from "./copy-button.tsx";

type CodeSnippetProps = {
  code: string;
  /** What it is: the file to paste it into, or "Run this". */
  title: string;
  copyLabel?: string;
};

/** A client config or a command, to be copied whole. */
export function CodeSnippet({ code, title, copyLabel = "Copy" }: CodeSnippetProps) {
  return (
    <figure className="min-w-0 max-w-full justify-self-stretch overflow-hidden rounded-md border border-line bg-sunken">
      <figcaption className="flex flex-wrap items-center justify-between gap-2 border-line border-b py-1 ps-3 pe-1 text-muted">
        <span className="wrap-anywhere">{title}</span>
        <CopyButton text={code} label={copyLabel} kind="quiet" />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keys */}
      <pre className="overflow-x-auto p-3 text-sm" tabIndex={0}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
