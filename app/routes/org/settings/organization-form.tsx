import type { formState } from "#app/http/form-answer.ts";
import { Button } from "#app/ui/button.tsx";
import { CheckboxGroup } from "#app/ui/form/checkbox-group.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { DAYS } from "./working-hours-words.ts";

type OrganizationFormProps = {
  action: string;
  organization: { name: string; timeZone: string; workingDays: number[]; worksFrom: string; worksTo: string };
  zones: readonly string[];
  state: ReturnType<typeof formState>;
};

/** Name, time zone and working hours; the zone is searched in a list the browser itself offers. */
export function OrganizationForm({ action, organization, zones, state }: OrganizationFormProps) {
  const { refused, error, value, values, summary } = state;
  return (
    <form method="post" action={action} className="grid gap-4">
      {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
      <TextInput
        id="name"
        name="name"
        label="Name"
        defaultValue={value("name", organization.name)}
        error={error("name")}
        maxLength={80}
        required
      />
      <TextInput
        id="timeZone"
        name="timeZone"
        label="Time zone"
        hint="Due times, digests and dates on pages are in it. Type a city to find it."
        list="zones"
        autoComplete="off"
        defaultValue={value("timeZone", organization.timeZone)}
        error={error("timeZone")}
        required
      />
      <datalist id="zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <CheckboxGroup
        id="workingDays"
        name="workingDays"
        label="Working days"
        hint="Due times do not run and digests are not sent outside of working hours."
        options={DAYS.map((label, index) => ({ value: String(index + 1), label }))}
        defaultValue={values("workingDays", organization.workingDays.map(String))}
        error={error("workingDays")}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextInput
          id="worksFrom"
          name="worksFrom"
          label="From"
          inputMode="numeric"
          defaultValue={value("worksFrom", organization.worksFrom)}
          error={error("worksFrom")}
          maxLength={5}
          required
        />
        <TextInput
          id="worksTo"
          name="worksTo"
          label="To"
          inputMode="numeric"
          hint="24:00 is the end of the day."
          defaultValue={value("worksTo", organization.worksTo)}
          error={error("worksTo")}
          maxLength={5}
          required
        />
      </div>
      <div className="action-bar">
        <Button kind="primary">Save</Button>
      </div>
    </form>
  );
}
