import { CodeSnippet } from "#app/ui/code-snippet.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { probeCommand } from "./server-words.ts";

/** Nobody asked is not the same as no tools. */
export function ToolsUnknown({ identity }: { identity: string }) {
  const command = probeCommand(identity);
  return (
    <EmptyState
      kind="nothing-yet"
      title="Tools have not been listed"
      action={command ? <CodeSnippet title="Run this on an enrolled device" code={command} /> : undefined}
    >
      <p>
        Nobody has chosen to ask this server yet, so what it can touch is not known.{" "}
        {command
          ? "The command line installs it into a throwaway folder, starts it once in a limited process with a clean environment, and reports its tools. It can still reach the network."
          : "Only servers from npm can be asked from the command line."}
      </p>
    </EmptyState>
  );
}
