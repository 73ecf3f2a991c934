import type { ComponentPropsWithoutRef } from "react";
import { Field, type FieldFacts, fieldAria } from "./field.tsx";

type FileInputProps = FieldFacts &
  Omit<ComponentPropsWithoutRef<"input">, "id" | "className" | "name" | "type"> & {
    name: string;
  };

export function FileInput({ label, hint, error, optional, ...input }: FileInputProps) {
  return (
    <Field id={input.id} label={label} hint={hint} error={error} optional={optional}>
      <input type="file" {...input} className="input" {...fieldAria({ id: input.id, hint, error })} />
    </Field>
  );
}
