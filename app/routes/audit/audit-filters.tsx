import { AUDIT_VERB_NAMES } from "#app/domain/audit/audit-inputs.ts";
import { AUDIT_VERBS, type AuditVerb } from "#app/domain/audit/audit-verbs.ts";
import { Button } from "#app/ui/button.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { type AuditView, RANGES } from "./audit-view.ts";

type AuditFiltersProps = {
  base: string;
  asked: AuditView["asked"];
  people: readonly { id: string; name: string; hasLeft: boolean }[];
  hrefWithout: (filter: string) => string;
  /** The same view, narrowed to one action. */
  hrefOf: (verb: string) => string;
  shown: number;
  /** Every event that matches is on this page. */
  isAll: boolean;
};

/** Decisions and what takes access away; reports of devices outnumber them by far. */
const OFTEN = [
  "request.approve",
  "request.deny",
  "grant.revoke",
  "server.block",
  "member.change_role",
] as const satisfies readonly AuditVerb[];

const NAMES = { actor: "Who", verb: "What", target: "Object", range: "When", from: "From day", to: "To day" };

export function AuditFilters({ base, asked, people, hrefWithout, hrefOf, shown, isAll }: AuditFiltersProps) {
  const { from, to, ...others } = asked;
  const actors = [
    ...people.map(({ id, name, hasLeft }) => ({ value: id, label: hasLeft ? `${name} (left)` : name })),
    { value: "operator", label: "The operator" },
    { value: "system", label: "Castellan" },
  ];
  const verbs = AUDIT_VERB_NAMES.map((value) => ({ value, label: AUDIT_VERBS[value] }));
  const words = { actor: actors, verb: verbs, range: RANGES };
  const chips = Object.entries(asked).map(([name, value]) => ({
    label: `${NAMES[nameOf(name)]}: ${labelOf(words, name, value)}`,
    removeHref: hrefWithout(name),
  }));
  const events = shown === 1 ? "1 event" : `${shown} events`;
  return (
    <>
      <FilterBar
        action={base}
        search={{ name: "target", label: "Id of an object", value: asked.target }}
        selects={[
          { name: "actor", label: "Who", any: "Anybody", value: asked.actor, options: actors },
          { name: "verb", label: "What", any: "Any action", value: asked.verb, options: verbs },
          { name: "range", label: "When", any: "Any time", value: asked.range, options: [...RANGES] },
        ]}
        keep={{ ...(from ? { from } : {}), ...(to ? { to } : {}) }}
        chips={chips}
        clearHref={base}
        result={isAll ? `${events}, all that match` : `${events} on this page, newest first`}
      />
      <nav aria-label="Often looked for" className="mb-3 hidden md:flex flex-wrap gap-x-4 gap-y-1">
        <span className="text-muted">Often looked for:</span>
        {OFTEN.map((verb) => (
          <a
            key={verb}
            href={hrefOf(verb)}
            className="link"
            aria-current={asked.verb === verb ? "true" : undefined}
          >
            {AUDIT_VERBS[verb]}
          </a>
        ))}
      </nav>
      <details className="mb-3" open={Boolean(from || to)}>
        <summary className="link">Exact days</summary>
        <form action={base} method="get" className="mt-2 flex flex-wrap items-end gap-3">
          {Object.entries(others).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <TextInput id="from" name="from" type="date" label="First day (UTC)" defaultValue={from} />
          <TextInput id="to" name="to" type="date" label="Last day (UTC)" defaultValue={to} />
          <Button>Show these days</Button>
        </form>
      </details>
    </>
  );
}

function nameOf(name: string): keyof typeof NAMES {
  return name === "actor" || name === "verb" || name === "range" || name === "from" || name === "to"
    ? name
    : "target";
}

type Words = Record<string, readonly { value: string; label: string }[]>;

function labelOf(words: Words, name: string, value: string): string {
  return words[name]?.find((option) => option.value === value)?.label ?? value;
}
