import { FieldError, type FieldFacts, FieldHint, fieldAria } from "./field.tsx";

type RadioCardsProps = Omit<FieldFacts, "optional"> & {
  name: string;
  options: readonly { value: string; label: string; hint?: string }[];
  defaultValue?: string;
  required?: boolean;
  columns?: 1 | 2 | 3;
};

const gridOf = { 1: "grid gap-2", 2: "grid gap-2 sm:grid-cols-2", 3: "grid gap-2 sm:grid-cols-3" };

/** One of two to four choices that deserve a sentence each. */
export function RadioCards({ columns = 1, required, defaultValue, ...facts }: RadioCardsProps) {
  return (
    <fieldset id={facts.id} className="field" {...fieldAria(facts)}>
      <legend className="field-label">{facts.label}</legend>
      <FieldHint id={facts.id} hint={facts.hint} />
      <div className={gridOf[columns]}>
        {facts.options.map((option) => (
          <label key={option.value} className="choice radio-card">
            <input
              type="radio"
              name={facts.name}
              value={option.value}
              required={required}
              defaultChecked={option.value === defaultValue}
            />
            <span>
              <span className="font-medium">{option.label}</span>
              {option.hint ? <span className="hint block">{option.hint}</span> : null}
            </span>
          </label>
        ))}
      </div>
      <FieldError id={facts.id} error={facts.error} />
    </fieldset>
  );
}
