import type { ComponentPropsWithoutRef } from "react";
import { FieldError, type FieldFacts, FieldHint, fieldAria } from "./field.tsx";

type CheckboxProps = Omit<FieldFacts, "optional"> &
  Omit<ComponentPropsWithoutRef<"input">, "id" | "className" | "name" | "type"> & { name: string };

export function Checkbox({ label, hint, error, ...input }: CheckboxProps) {
  return (
    <div>
      <label className="choice">
        <input {...input} type="checkbox" {...fieldAria({ id: input.id, hint, error })} />
        <span>{label}</span>
      </label>
      <div className="ps-[26px]">
        <FieldHint id={input.id} hint={hint} />
        <FieldError id={input.id} error={error} />
      </div>
    </div>
  );
}
