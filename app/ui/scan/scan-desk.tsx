import { useState } from "react";
import { Banner } from "../banner.tsx";
import { Button } from "../button.tsx";
import { TextInput } from "../form/text-input.tsx";
import { formatExactNumber } from "../format-number.ts";
import { plural } from "../plural.ts";
import { FileCard } from "./file-card.tsx";
import { FilePicker } from "./file-picker.tsx";
import type { Reading } from "./read-given.ts";
import { useGivenFiles } from "./use-given-files.ts";

type ScanDeskProps = {
  /** Names under which this person sent files before. */
  devices: readonly string[];
  deviceName: string;
  deviceError?: readonly string[] | undefined;
  /** A report that was made before and not sent yet. */
  keptJson?: string;
};

/** Files in, redacted here, shown, and sent only by the button that says so. */
export function ScanDesk({ keptJson, ...device }: ScanDeskProps) {
  const { files, reading, trouble, isReading, add, change, remove } = useGivenFiles(keptJson);
  return (
    <div className="grid gap-6">
      <FilePicker add={add} isReading={isReading} isFirst={reading === undefined} />
      {trouble ? <Banner kind="problem">{trouble}</Banner> : null}
      <p role="status" className="sr-only">
        {isReading ? "Reading the files" : ""}
      </p>
      {reading ? (
        <>
          <ul className="grid gap-6">
            {reading.files.map(({ key, places }) => {
              const given = files.find((file) => file.key === key);
              return (
                <FileCard
                  key={key}
                  places={places}
                  {...(given
                    ? {
                        given,
                        change: (facts) => change(key, facts),
                        remove: () => remove(key),
                      }
                    : {})}
                />
              );
            })}
          </ul>
          <SendForm reading={reading} {...device} />
        </>
      ) : null}
    </div>
  );
}

type SendFormProps = Omit<ScanDeskProps, "keptJson"> & { reading: Reading };

function SendForm({ reading, devices, deviceName, deviceError }: SendFormProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { json, refusal, entries } = reading;
  return (
    <form
      method="post"
      encType="multipart/form-data"
      className="card grid gap-4 p-4"
      // Enter in the only field would send a form that has no button to send it.
      onSubmit={(event) => {
        if (refusal !== null) event.preventDefault();
      }}
    >
      <input type="hidden" name="report" value={json} />
      <div>
        <h3 className="text-base">What will be sent</h3>
        <p className="hint">
          {plural(entries, {
            zero: "No servers; that these files hold none is worth knowing too.",
            one: "# server as shown above, and nothing else of these files.",
            other: "# servers as shown above, and nothing else of these files.",
          })}
        </p>
      </div>
      <details open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary className="link">Show the exact JSON, {formatExactNumber(json.length)} characters</summary>
        {isOpen ? (
          <textarea
            aria-label="The exact JSON"
            className="input mono mt-2"
            rows={16}
            readOnly
            spellCheck={false}
            value={json}
          />
        ) : null}
      </details>
      <div className="max-w-[400px]">
        <TextInput
          id="deviceName"
          name="deviceName"
          label="Device these files are from"
          hint="Files sent again under the same name replace what they said before."
          defaultValue={deviceName}
          list="own-devices"
          required
          maxLength={128}
          autoComplete="off"
          error={deviceError}
        />
        <datalist id="own-devices">
          {devices.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </div>
      <div className="action-bar">
        <Button id="send-scan" kind="primary" icon="send" unavailable={refusal ?? undefined}>
          Send what is shown
        </Button>
      </div>
    </form>
  );
}
