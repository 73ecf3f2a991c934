import { type FormAnswer, formState } from "#app/http/form-answer.ts";
import { Button } from "#app/ui/button.tsx";
import { CheckboxGroup } from "#app/ui/form/checkbox-group.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { Select } from "#app/ui/form/select.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { roleOptions } from "./role-words.ts";

type InvitationFormProps = {
  answer: FormAnswer<unknown> | undefined;
  newId: string;
  teams: readonly { value: string; label: string }[];
  mayMakeOwners: boolean;
};

export function InvitationForm({ answer, newId, teams, mayMakeOwners }: InvitationFormProps) {
  const { refused, error, value, values, summary } = formState(answer);
  return (
    <form method="post" className="grid gap-4">
      {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
      <input type="hidden" name="id" value={value("id", newId)} />
      <TextInput
        id="email"
        name="email"
        type="email"
        label="Email"
        autoComplete="off"
        defaultValue={value("email")}
        error={error("email")}
        required
      />
      <TextInput
        id="name"
        name="name"
        label="Name"
        autoComplete="off"
        defaultValue={value("name")}
        error={error("name")}
        maxLength={80}
        required
      />
      <Select
        id="role"
        name="role"
        label="Role"
        options={roleOptions(mayMakeOwners)}
        defaultValue={value("role", "member")}
        error={error("role")}
      />
      {teams.length > 0 ? (
        <CheckboxGroup
          id="teamIds"
          name="teamIds"
          label="Teams"
          hint="They join these teams when they accept."
          options={teams}
          defaultValue={values("teamIds")}
          error={error("teamIds")}
        />
      ) : null}
      <div className="action-bar">
        <Button kind="primary" icon="mail">
          Invite
        </Button>
      </div>
    </form>
  );
}
