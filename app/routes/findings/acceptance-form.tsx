import type { AcceptanceReach } from "#app/domain/inventory/inventory-words.ts";
import type { formState } from "#app/http/form-answer.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { RadioCards } from "#app/ui/form/radio-cards.tsx";
import { TextArea } from "#app/ui/form/text-area.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";

type AcceptanceFormProps = {
  form: ReturnType<typeof formState>;
  /** Null where the rule is accepted one by one. */
  reaches: Readonly<Record<AcceptanceReach, string>> | null;
};

/** Reason, end and reach of an acceptance. */
export function AcceptanceForm({ form, reaches }: AcceptanceFormProps) {
  return (
    <form method="post" className="page-form grid gap-4">
      {form.refused ? <ErrorSummary title={form.refused.sentence} errors={form.summary()} /> : null}
      {reaches ? (
        <RadioCards
          id="reach"
          name="reach"
          label="What is accepted"
          defaultValue={form.value("reach", "finding")}
          error={form.error("reach")}
          options={Object.entries(reaches).map(([value, label]) => ({ value, label }))}
        />
      ) : (
        <input type="hidden" name="reach" value="finding" />
      )}
      <TextArea
        id="reason"
        name="reason"
        label="Reason"
        hint="Everybody who sees the finding reads this."
        rows={2}
        required
        maxLength={2_000}
        defaultValue={form.value("reason")}
        error={form.error("reason")}
      />
      <TextInput
        id="endsAt"
        name="endsAt"
        type="date"
        label="Until"
        hint="At most a year. Then it counts as open again."
        required
        defaultValue={form.value("endsAt")}
        error={form.error("endsAt")}
      />
      <div>
        <Button kind="primary">Accept</Button>
      </div>
    </form>
  );
}
