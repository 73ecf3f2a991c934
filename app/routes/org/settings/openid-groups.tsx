import type { GroupGift } from "#app/domain/identity/openid-rules.ts";
import type { formState } from "#app/http/form-answer.ts";
import { Select } from "#app/ui/form/select.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";

type OpenidGroupsProps = {
  form: ReturnType<typeof formState>;
  groups: readonly GroupGift[];
  teams: { value: string; label: string }[];
  roles: { value: string; label: string }[];
};

const EMPTY_ROWS = 3;

/** What groups at the provider give, one a row, with some rows left for more. */
export function OpenidGroups({ form, groups, teams, roles }: OpenidGroupsProps) {
  const typed = Object.keys(form.refused?.values ?? {}).filter((name) => name.endsWith("].name")).length;
  const rows = Array.from({ length: Math.max(groups.length + EMPTY_ROWS, typed) }, (_, at) => at);
  return (
    <fieldset className="field">
      <legend className="field-label">What groups give</legend>
      <p className="hint">
        At every sign-in a member gets the highest role of their groups, and is put in and taken out of these
        teams. Owners stay owners unless a group gives that role. An empty row is left out; save to get more
        rows.
      </p>
      {rows.map((at) => (
        <OpenidGroup key={at} at={at} form={form} gift={groups[at]} teams={teams} roles={roles} />
      ))}
    </fieldset>
  );
}

type OpenidGroupProps = Omit<OpenidGroupsProps, "groups"> & { at: number; gift: GroupGift | undefined };

function OpenidGroup({ at, form, gift, teams, roles }: OpenidGroupProps) {
  const field = (name: string, before: string | null | undefined) => ({
    id: `groups[${at}].${name}`,
    name: `groups[${at}].${name}`,
    defaultValue: form.value(`groups[${at}].${name}`, before ?? ""),
    error: form.error(`groups[${at}].${name}`),
  });
  return (
    <div className="grid gap-2 border-line border-b pb-3 sm:grid-cols-3">
      <TextInput {...field("name", gift?.name)} label={`Group ${at + 1}`} mono maxLength={200} />
      <Select
        {...field("role", gift?.role)}
        label={`Role of group ${at + 1}`}
        placeholder="No role"
        options={roles}
      />
      <Select
        {...field("teamId", gift?.teamId)}
        label={`Team of group ${at + 1}`}
        placeholder="No team"
        options={teams}
      />
    </div>
  );
}
