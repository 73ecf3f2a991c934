import type { formState } from "#app/http/form-answer.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { FileInput } from "#app/ui/form/file-input.tsx";
import { TextArea } from "#app/ui/form/text-area.tsx";

type RegistryReadingProps = { hasAddress: boolean; isReading: boolean; form: ReturnType<typeof formState> };

/** What reads a registry now: its address, or a file. */
export function RegistryReading({ hasAddress, isReading, form }: RegistryReadingProps) {
  const { refused, error, value, summary } = form;
  if (isReading)
    return <p className="hint mt-4">It is being read. The next import can start when this one has ended.</p>;
  return (
    <form method="post" encType="multipart/form-data" className="mt-6 grid gap-4">
      {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
      {hasAddress ? (
        <input type="hidden" name="from" value="address" />
      ) : (
        <>
          <FileInput
            id="file"
            name="file"
            label="File"
            hint="JSON, at most 8 MB. The command line takes larger files: admin import-registry."
            accept=".json,application/json"
            error={error("file")}
            optional
          />
          <TextArea
            id="text"
            name="text"
            label="Or paste what it holds"
            rows={6}
            mono
            defaultValue={value("text")}
            error={error("text")}
            spellCheck={false}
          />
        </>
      )}
      <div className="action-bar">
        <Button kind="primary" icon="download">
          {hasAddress ? "Read it now" : "Read this file"}
        </Button>
      </div>
    </form>
  );
}
