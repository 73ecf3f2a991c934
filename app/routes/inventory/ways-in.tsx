import { SOME_CLIENTS } from "#app/domain/inventory/client-names.ts";
import { CodeSnippet } from "#app/ui/code-snippet.tsx";

export const COMMAND_LINE_INTRO = `Reads the files of ${SOME_CLIENTS} by itself, and can do so again.`;

type CommandLineProps = {
  /** Where Castellan is reached, without a slash at the end. */
  address: string;
  /** SHA-256 of /castellan.mjs, hex. */
  sha256: string;
  /** An enrollment code, when one was just made. */
  code?: string;
};

/** The commands that bring a machine in, with the checksum of what they download. */
export function CommandLine({ address, sha256, code }: CommandLineProps) {
  const lines = [
    `curl -fsSLO ${address}/castellan.mjs`,
    `echo "${sha256}  castellan.mjs" | sha256sum --check`,
    `node castellan.mjs enroll ${address}${code ? ` --code ${code}` : ""}`,
    "node castellan.mjs scan",
  ];
  return (
    <div className="grid gap-2">
      <CodeSnippet title="Run this on the machine" code={lines.join("\n")} copyLabel="Copy commands" />
      <p className="hint">
        It needs Node 20 or later. It removes secrets before anything is sent, shows what it sends, and starts
        nothing. On macOS the second line is <code>shasum -a 256 --check</code>.
      </p>
    </div>
  );
}
