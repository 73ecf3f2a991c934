import type { Fallback } from "#app/domain/identity/fallback-queries.server.ts";
import { Select } from "#app/ui/form/select.tsx";
import { ROLE_LABELS } from "./role-words.ts";

type FallbackFieldProps = {
  fallbacks: readonly Fallback[];
  chosen: string;
  error: readonly string[] | undefined;
};

/** Who takes over what a leaver leaves open. */
export function FallbackField({ fallbacks, chosen, error }: FallbackFieldProps) {
  if (fallbacks.length === 0) return null;
  return (
    <Select
      id="fallbackId"
      name="fallbackId"
      label="Who takes over"
      hint="Leads a team they are in when its last lead leaves, and answers for the agents. Owners, admins and people of the same teams are listed."
      options={fallbacks.map((one) => ({
        value: one.id,
        label: `${one.name} (${ROLE_LABELS[one.role].toLowerCase()}${one.sharesTeam ? ", same team" : ""})`,
      }))}
      defaultValue={chosen}
      error={error ? [...error] : undefined}
    />
  );
}
