import type { ShownProvider } from "#app/domain/identity/openid-queries.server.ts";
import { type FormAnswer, formState } from "#app/http/form-answer.ts";
import { Banner } from "#app/ui/banner.tsx";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { Checkbox } from "#app/ui/form/checkbox.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { Select } from "#app/ui/form/select.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { formatDay } from "#app/ui/format-time.ts";
import { OpenidGroups } from "./openid-groups.tsx";
import { roleOptions } from "./role-words.ts";

type OpenidFormProps = {
  provider: ShownProvider | undefined;
  teams: { value: string; label: string }[];
  mayMakeOwners: boolean;
  zone: string;
  answer: FormAnswer<unknown> | undefined;
  /** Where a fresh proof is given, when saving would ask for one. */
  proofHref: string | null;
};

/** Everything about the provider in one form; the secret is written and never shown. */
export function OpenidForm({ provider, teams, mayMakeOwners, zone, answer, proofHref }: OpenidFormProps) {
  const form = formState(answer);
  const { refused, error, value, checked, summary } = form;
  const text = (name: string, before: string) => ({
    id: name,
    name,
    defaultValue: value(name, before),
    error: error(name),
  });
  const mustType = error("clientSecret") !== undefined;
  return (
    <form method="post" className="grid gap-4">
      {mustType ? <input type="hidden" name="_retype" value="clientSecret" /> : null}
      {proofHref ? (
        <Banner
          kind="info"
          action={
            <ButtonLink href={proofHref} data-reload="">
              Prove it first
            </ButtonLink>
          }
        >
          Saving asks you to prove that it is you. A secret you type before that is not kept on the way.
        </Banner>
      ) : null}
      {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
      <TextInput
        {...text("issuer", provider?.issuer ?? "")}
        label="Issuer"
        hint="The provider's address, such as https://login.example.com."
        type="url"
        required
      />
      <TextInput
        {...text("clientId", provider?.clientId ?? "")}
        label="Client id"
        mono
        required
        maxLength={300}
      />
      <TextInput
        key={provider?.secretSetAt.toISOString()}
        id="clientSecret"
        name="clientSecret"
        error={error("clientSecret")}
        label="Client secret"
        hint={
          provider
            ? `Set on ${formatDay(provider.secretSetAt, zone)}. ${mustType ? "To keep that one, open this page anew." : "Leave empty to keep it."} It is never shown.`
            : "It is sealed, and never shown again."
        }
        type="password"
        autoComplete="off"
        required={!provider || mustType}
        maxLength={1_000}
      />
      <TextInput
        {...text("scopes", (provider?.scopes ?? ["openid", "email", "profile"]).join(" "))}
        label="Scopes"
        mono
      />
      <TextInput
        {...text("domains", provider?.domains.join(" ") ?? "")}
        label="Allowed address domains"
        hint="Such as example.com. Empty lets in addresses of any domain."
        optional
      />
      <Checkbox
        id="joins"
        name="joins"
        label="People become members by signing in"
        hint="Otherwise only members who were invited can come in this way. Somebody who was removed stays out until invited again."
        defaultChecked={checked("joins", provider?.joins)}
      />
      <Select
        id="defaultRole"
        name="defaultRole"
        label="Role without a mapped group"
        placeholder="No access without a mapped group"
        options={roleOptions(false)}
        defaultValue={value("defaultRole", provider?.defaultRole ?? "")}
        error={error("defaultRole")}
      />
      <TextInput
        {...text("groupClaim", provider?.groupClaim ?? "groups")}
        label="Claim with the groups"
        mono
        maxLength={200}
      />
      <OpenidGroups
        form={form}
        groups={provider?.groups ?? []}
        teams={teams}
        roles={roleOptions(mayMakeOwners)}
      />
      <div className="action-bar">
        <Button kind="primary">Save provider</Button>
      </div>
    </form>
  );
}
