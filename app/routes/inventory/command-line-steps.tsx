import { ButtonLink } from "#app/ui/button-link.tsx";
import { CodeSnippet } from "#app/ui/code-snippet.tsx";
import { CopyField } from "#app/ui/copy-field.tsx";

type CommandLineStepsProps = {
  /** Where people reach this installation. */
  origin: string;
  collector: { sha256: string; version: string };
  devicesHref: string;
};

/** The command line, from download to the first report. Every address is this installation's own. */
export function CommandLineSteps({ origin, collector, devicesHref }: CommandLineStepsProps) {
  return (
    <ol className="grid max-w-[760px] gap-4">
      <li className="grid gap-2">
        <p>
          1. Fetch the one file it consists of, or{" "}
          <a className="link" href="/castellan.mjs" download="castellan.mjs" data-reload="">
            save it from here
          </a>
          . It needs Node 20.19 or newer and nothing else.
        </p>
        <CodeSnippet title="Run this" code={`curl -O ${origin}/castellan.mjs`} />
        <p className="text-muted">
          Version {collector.version}, SHA-256 <CopyField text={collector.sha256} label="Copy the SHA-256" />.
          Compare with <code>shasum -a 256 castellan.mjs</code>, on Windows with{" "}
          <code>certutil -hashfile castellan.mjs SHA256</code>.
        </p>
      </li>
      <li className="grid justify-items-start gap-2">
        <p>2. Make this machine a device of yours. It asks for a code that works once.</p>
        <CodeSnippet title="Run this" code={`node castellan.mjs enroll ${origin}`} />
        <ButtonLink href={devicesHref} icon="key-round">
          Make an enrollment code
        </ButtonLink>
      </li>
      <li className="grid gap-2">
        <p>
          3. Scan. It shows exactly what would be sent, asks, and starts none of the servers it finds. With
          --dry-run it sends nothing.
        </p>
        <CodeSnippet title="Run this" code="node castellan.mjs scan" />
      </li>
    </ol>
  );
}
