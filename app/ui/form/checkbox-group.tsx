import { FieldError, type FieldFacts, FieldHint, fieldAria } from "./field.tsx";

type CheckboxGroupProps = Omit<FieldFacts, "optional"> & {
  name: string;
  options: readonly { value: string; label: string; hint?: string }[];
  /** Values ticked at first. */
  defaultValue?: readonly string[];
};

/** Several answers to one question, sent as repeated `name`. */
export function CheckboxGroup({ id, name, label, hint, error, options, defaultValue }: CheckboxGroupProps) {
  return (
    <fieldset id={id} className="field" {...fieldAria({ id, hint, error })}>
      <legend className="field-label">{label}</legend>
      <FieldHint id={id} hint={hint} />
      {options.map((option) => (
        <label key={option.value} className="choice">
          <input
            type="checkbox"
            name={name}
            value={option.value}
            defaultChecked={defaultValue?.includes(option.value)}
          />
          <span>
            {option.label}
            {option.hint ? <span className="hint block">{option.hint}</span> : null}
          </span>
        </label>
      ))}
      <FieldError id={id} error={error} />
    </fieldset>
  );
}
