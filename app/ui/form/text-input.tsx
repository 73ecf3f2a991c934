import type { ComponentPropsWithoutRef } from "react";
import { Field, type FieldFacts, fieldAria } from "./field.tsx";

type TextInputProps = FieldFacts &
  Omit<ComponentPropsWithoutRef<"input">, "id" | "className" | "name"> & { name: string; mono?: boolean };

/** A one-line control of any text-like type (text, email, password, date, number, url). */
export function TextInput({ label, hint, error, optional, mono, ...input }: TextInputProps) {
  return (
    <Field id={input.id} label={label} hint={hint} error={error} optional={optional}>
      <input
        type="text"
        {...input}
        className={mono ? "input mono" : "input"}
        {...fieldAria({ id: input.id, hint, error })}
      />
    </Field>
  );
}
