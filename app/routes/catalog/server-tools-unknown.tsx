import type { LookRow } from "#app/domain/catalog/look-queries.server.ts";
import { CodeSnippet } from "#app/ui/code-snippet.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { probeCommand } from "./server-words.ts";

type ToolsUnknownProps = { identity: string; looks: readonly LookRow[] };

/** Nobody asked, and asked in vain, are not the same as no tools. */
export function ToolsUnknown({ identity, looks }: ToolsUnknownProps) {
  const command = probeCommand(identity);
  const failed = looks.find((one) => one.state === "could_not_look");
  const [needed] = failed?.needs ?? [];
  const shown =
    command && needed && /^[A-Z][A-Z0-9_]*$/.test(needed) ? `${command} --placeholder ${needed}` : command;
  return (
    <EmptyState
      kind="nothing-yet"
      title={failed ? "Could not look at its tools" : "Tools have not been listed"}
      action={shown ? <CodeSnippet title="Run this on an enrolled device" code={shown} /> : undefined}
    >
      <p>
        {failed ? (
          <>
            The last time it was asked:{" "}
            <q className="quote">{printableText((failed.reason ?? "").replace(/[.]$/, ""))}</q>. What it can
            touch is not known.
          </>
        ) : (
          "Nobody has chosen to ask this server yet, so what it can touch is not known."
        )}{" "}
        {command
          ? "The command line installs it into a throwaway folder, starts it once in a limited process with a clean environment, and reports its tools. It can still reach the network."
          : "Only servers from npm can be asked from the command line."}
      </p>
    </EmptyState>
  );
}
