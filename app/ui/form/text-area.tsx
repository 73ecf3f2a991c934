import type { ComponentPropsWithoutRef } from "react";
import { Field, type FieldFacts, fieldAria } from "./field.tsx";

type TextAreaProps = FieldFacts &
  Omit<ComponentPropsWithoutRef<"textarea">, "id" | "className" | "name"> & { name: string; mono?: boolean };

export function TextArea({ label, hint, error, optional, mono, ...input }: TextAreaProps) {
  return (
    <Field id={input.id} label={label} hint={hint} error={error} optional={optional}>
      <textarea
        rows={4}
        {...input}
        className={mono ? "input mono" : "input"}
        {...fieldAria({ id: input.id, hint, error })}
      />
    </Field>
  );
}
