import { RadioCards } from "#app/ui/form/radio-cards.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";

type EndFieldProps = {
  days: string;
  until: string;
  /** the last day that may be asked for, YYYY-MM-DD */
  latest: string;
  daysError: string[] | undefined;
  untilError: string[] | undefined;
};

/** How long: 30 or 90 days, or until a day. */
export function EndField({ days, until, latest, daysError, untilError }: EndFieldProps) {
  return (
    <div className="grid gap-3 chosen-day">
      <RadioCards
        id="days"
        name="days"
        label="How long"
        columns={3}
        options={[
          { value: "30", label: "30 days" },
          { value: "90", label: "90 days" },
          { value: "until", label: "Until a day" },
        ]}
        defaultValue={days}
        error={daysError}
      />
      <TextInput
        id="until"
        name="until"
        type="date"
        max={latest}
        label="Last day"
        hint="At most 180 days from now. The day ends at midnight UTC."
        defaultValue={until}
        error={untilError}
      />
    </div>
  );
}
