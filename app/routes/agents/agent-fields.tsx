import type { formState } from "#app/http/form-answer.ts";
import { TextArea } from "#app/ui/form/text-area.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";

type Answered = ReturnType<typeof formState>;

/** What an agent is called and what it does. */
export function NameFields({
  state: { value, error },
  before,
}: {
  state: Answered;
  before?: { name: string; purpose: string };
}) {
  return (
    <>
      <TextInput
        id="name"
        name="name"
        label="Name"
        hint="As people call it."
        required
        maxLength={80}
        defaultValue={value("name", before?.name)}
        error={error("name")}
      />
      <TextArea
        id="purpose"
        name="purpose"
        label="What it does"
        hint="One sentence for whoever decides about its access."
        rows={2}
        required
        maxLength={500}
        defaultValue={value("purpose", before?.purpose)}
        error={error("purpose")}
      />
    </>
  );
}

/** Days are sent as dates; the end of that day in UTC counts. */
export function ReviewField({
  state: { value, error },
  before,
  latest,
  hint,
}: {
  state: Answered;
  before?: Date;
  latest: string;
  hint: string;
}) {
  return (
    <TextInput
      id="reviewBy"
      name="reviewBy"
      type="date"
      label="Next review by"
      hint={hint}
      required
      max={latest}
      defaultValue={value("reviewBy", before?.toISOString().slice(0, 10))}
      error={error("reviewBy")}
    />
  );
}
