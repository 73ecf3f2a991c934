import type { Role } from "#app/domain/permissions.ts";
import { type FormAnswer, formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { Select } from "#app/ui/form/select.tsx";
import { Section } from "#app/ui/section.tsx";
import { roleOptions } from "./role-words.ts";

type RoleFormProps = {
  org: string;
  member: { id: string; role: Role };
  mayMakeOwners: boolean;
  whyNoOtherRole: string | null;
  answer: FormAnswer<unknown> | undefined;
};

export function RoleForm({ org, member, mayMakeOwners, whyNoOtherRole, answer }: RoleFormProps) {
  const { refused, error, value, summary } = formState(answer);
  return (
    <Section title="Change role" intro="The new role counts from their next request.">
      <form method="post" action={paths.member(org, member.id)} className="grid gap-4">
        {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
        <Select
          id="role"
          name="role"
          label="Role"
          options={roleOptions(mayMakeOwners || member.role === "owner")}
          defaultValue={value("role", member.role)}
          error={error("role")}
        />
        <div className="action-bar">
          <Button kind="primary" id="change-role" unavailable={whyNoOtherRole ?? undefined}>
            Change role
          </Button>
        </div>
      </form>
    </Section>
  );
}
