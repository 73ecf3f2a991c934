import type { ComponentPropsWithoutRef } from "react";
import { Field, type FieldFacts, fieldAria } from "./field.tsx";

export type Option = { value: string; label: string };

type SelectProps = FieldFacts &
  Omit<ComponentPropsWithoutRef<"select">, "id" | "className" | "name" | "children"> & {
    name: string;
    options: readonly Option[];
    /** First, empty choice ("Choose a team"): nothing dangerous is preselected. */
    placeholder?: string;
  };

/** A native list of up to 12 options; for two to four use RadioCards. */
export function Select({ label, hint, error, optional, options, placeholder, ...select }: SelectProps) {
  return (
    <Field id={select.id} label={label} hint={hint} error={error} optional={optional}>
      <select {...select} className="input" {...fieldAria({ id: select.id, hint, error })}>
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}
