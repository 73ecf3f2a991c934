import type { formState } from "#app/http/form-answer.ts";
import { Button } from "#app/ui/button.tsx";
import { Checkbox } from "#app/ui/form/checkbox.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { Select } from "#app/ui/form/select.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { Section } from "#app/ui/section.tsx";

type AddTeamMemberProps = {
  action: string;
  /** What was typed to find somebody. */
  search: string;
  /** Members who are not in the team, the first of `total`. */
  candidates: readonly { id: string; name: string; email: string }[];
  total: number;
  state: ReturnType<typeof formState>;
};

/** Puts somebody in the team; a large organization is searched first, which works without scripts too. */
export function AddTeamMember({ action, search, candidates, total, state }: AddTeamMemberProps) {
  const isSearched = total > candidates.length || search !== "";
  return (
    <Section title="Add a member">
      <div className="grid max-w-[640px] gap-4">
        {isSearched ? (
          <form method="get" action={action} className="flex flex-wrap items-end gap-2">
            <TextInput
              id="find"
              name="find"
              type="search"
              label="Find by name or address"
              defaultValue={search}
              hint={
                total > candidates.length
                  ? `Showing ${candidates.length} of ${total}. Type to find the others.`
                  : undefined
              }
            />
            <Button>Find</Button>
          </form>
        ) : null}
        {candidates.length === 0 ? (
          <p className="hint">
            {search ? "Nobody outside this team is called that." : "Everybody is in this team already."}
          </p>
        ) : (
          <form method="post" action={action} className="grid gap-4">
            {state.refused ? <ErrorSummary title={state.refused.sentence} errors={state.summary()} /> : null}
            <Select
              id="memberId"
              name="memberId"
              label="Member"
              placeholder="Choose a member"
              required
              options={candidates.map((row) => ({ value: row.id, label: `${row.name} (${row.email})` }))}
              defaultValue={state.value("memberId")}
              error={state.error("memberId")}
            />
            <Checkbox
              id="isLead"
              name="isLead"
              label="Leads the team"
              hint="A lead decides the requests of the team."
              defaultChecked={state.checked("isLead")}
            />
            <div className="action-bar">
              <Button kind="primary" icon="plus">
                Add member
              </Button>
            </div>
          </form>
        )}
      </div>
    </Section>
  );
}
