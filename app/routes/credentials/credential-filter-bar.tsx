import { type CredentialFilter, REVOKED_BY } from "#app/domain/inventory/credential-filters.ts";
import { CREDENTIAL_STATES, PROVIDER_IDS, PROVIDERS } from "#app/domain/inventory/credential-words.ts";
import { SECRET_KINDS } from "#app/domain/inventory/scan-inputs.ts";
import { plural } from "#app/ui/plural.ts";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { choiceOf } from "#app/ui/table/filter-choice.ts";
import { credentialLook, kindTitle } from "./credential-words.ts";

const REVOKED_WORDS = { interface: "Through an interface", hand: "By hand only" } as const;
const SPREAD_WORDS = { shared: "In several installations", single: "In one installation" } as const;

/** What the register can be narrowed to. Whose it is, is chosen on a credential's own page. */
export function CredentialFilterBar({
  base,
  filter,
  total,
}: {
  base: string;
  filter: CredentialFilter;
  total: number;
}) {
  const { q, kind, provider, state, revoked, spread, holder } = filter;
  const given = Object.entries(filter).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const hrefWith = (changes: Record<string, string | undefined>) => {
    const params = new URLSearchParams(given);
    for (const [name, value] of Object.entries(changes))
      value === undefined ? params.delete(name) : params.set(name, value);
    return `${base}?${params}`;
  };
  const words: Record<string, string | undefined> = {
    q: q ? `“${q}”` : undefined,
    state: state && credentialLook[state].word,
    kind: kind && kindTitle(kind),
    provider: provider && PROVIDERS[provider].name,
    revoked: revoked && REVOKED_WORDS[revoked],
    spread: spread && SPREAD_WORDS[spread],
    holder: holder && "One person",
  };
  const chips = Object.entries(words).flatMap(([name, label]) =>
    label ? [{ label, removeHref: hrefWith({ [name]: undefined }) }] : [],
  );
  const kept = given.filter(([name]) => name === "spread" || name === "holder");
  return (
    <>
      <FilterBar
        action={base}
        search={{ name: "q", label: "Name, provider, server or person", ...(q ? { value: q } : {}) }}
        selects={[
          choiceOf(
            "state",
            "State",
            "Any state",
            CREDENTIAL_STATES,
            (one) => credentialLook[one].word,
            state,
          ),
          choiceOf("kind", "Kind", "Any kind", SECRET_KINDS, kindTitle, kind),
          choiceOf(
            "provider",
            "Provider",
            "Any provider",
            PROVIDER_IDS,
            (one) => PROVIDERS[one].name,
            provider,
          ),
          choiceOf("revoked", "Revoked", "Revoked any way", REVOKED_BY, (one) => REVOKED_WORDS[one], revoked),
        ]}
        keep={Object.fromEntries(kept)}
        chips={chips}
        clearHref={base}
        result={plural(total, {
          zero: "No credential is listed.",
          one: "# credential is listed.",
          other: "# credentials are listed.",
        })}
      />
      {spread ? null : (
        <p className="mb-3">
          <a className="link" href={hrefWith({ spread: "shared" })}>
            Only those in several installations
          </a>
        </p>
      )}
    </>
  );
}
