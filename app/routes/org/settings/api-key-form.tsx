import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { type FormAnswer, formState } from "#app/http/form-answer.ts";
import { Button } from "#app/ui/button.tsx";
import { CheckboxGroup } from "#app/ui/form/checkbox-group.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { Select } from "#app/ui/form/select.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { scopeOptions } from "./scope-words.ts";

type ApiKeyFormProps = {
  answer: FormAnswer<unknown> | undefined;
  newId: string;
  mayNameEnvironment: boolean;
};

const DAYS = [7, 30, 90, 180, 365];

export function ApiKeyForm({ answer, newId, mayNameEnvironment }: ApiKeyFormProps) {
  const { refused, error, value, values, summary } = formState(answer);
  return (
    <form method="post" className="grid gap-4">
      {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
      <input type="hidden" name="id" value={value("id", newId)} />
      <TextInput
        id="name"
        name="name"
        label="What the key is for"
        defaultValue={value("name")}
        error={error("name")}
        maxLength={80}
        required
      />
      <CheckboxGroup
        id="scopes"
        name="scopes"
        label="Scopes"
        hint="The key acts as you, and only as far as these reach."
        options={scopeOptions}
        defaultValue={values("scopes")}
        error={error("scopes")}
      />
      <Select
        id="days"
        name="days"
        label="Works for"
        options={DAYS.map((days) => ({ value: String(days), label: `${days} days` }))}
        defaultValue={value("days", "90")}
        error={error("days")}
      />
      {mayNameEnvironment ? (
        <Select
          id="environment"
          name="environment"
          label="Environment it speaks for"
          hint="For a gateway that asks whether calls are allowed. Without one, each call must name an installation."
          placeholder="None"
          options={ENVIRONMENTS.map((environment) => ({ value: environment, label: environment }))}
          defaultValue={value("environment")}
          error={error("environment")}
        />
      ) : null}
      <div className="action-bar">
        <Button kind="primary" icon="key-round">
          Create API key
        </Button>
      </div>
    </form>
  );
}
