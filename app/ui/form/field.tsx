import type { ReactNode } from "react";
import { Icon } from "../icon.tsx";

/** The facts of one form control; `id`, `name`, `errors` and `defaultValue` fit what conform's metadata holds. */
export type FieldFacts = {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong and a value that works. */
  error?: string | readonly string[] | undefined;
  /** Adds "(optional)" to the label; required is the rule, so it is not marked. */
  optional?: boolean;
};

export function errorText(error: FieldFacts["error"]): string | undefined {
  const text = typeof error === "string" ? error : error?.join(" ");
  return text ? text : undefined;
}

/** The ARIA of a control inside a Field: which texts describe it, and whether it is invalid. */
export function fieldAria(facts: Pick<FieldFacts, "id" | "hint" | "error">) {
  const error = errorText(facts.error);
  const describedBy = [facts.hint ? `${facts.id}-hint` : "", error ? `${facts.id}-error` : ""].filter(
    Boolean,
  );
  return {
    "aria-describedby": describedBy.length > 0 ? describedBy.join(" ") : undefined,
    "aria-invalid": error ? true : undefined,
  };
}

export function FieldHint({ id, hint }: Pick<FieldFacts, "id" | "hint">) {
  return hint ? (
    <p id={`${id}-hint`} className="hint">
      {hint}
    </p>
  ) : null;
}

export function FieldError({ id, error }: Pick<FieldFacts, "id" | "error">) {
  const text = errorText(error);
  return text ? (
    <p id={`${id}-error`} className="field-error">
      <Icon name="circle-alert" />
      {text}
    </p>
  ) : null;
}

/** Label, hint, control, error, in that order. */
export function Field({ id, label, hint, error, optional, children }: FieldFacts & { children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id} className="field-label">
        {label}
        {optional ? <span className="font-normal text-muted"> (optional)</span> : null}
      </label>
      <FieldHint id={id} hint={hint} />
      {children}
      <FieldError id={id} error={error} />
    </div>
  );
}
