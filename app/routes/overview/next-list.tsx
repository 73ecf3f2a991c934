import type { NextStep } from "#app/domain/overview/next-step-rules.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { stepWords } from "./next-words.ts";

type NextListProps = {
  steps: readonly NextStep[];
  org: string;
  me: string;
  /** The first step is the page's one filled button; false where the page has another, or the viewer only reads. */
  leads: boolean;
  /** Said when nothing is left to see to. */
  nothing: string;
};

/** One to three steps, the most pressing first. */
export function NextList({ steps, org, me, leads, nothing }: NextListProps) {
  if (steps.length === 0) return <p className="text-base text-muted">{nothing}</p>;
  return (
    <ol className="steps">
      {steps.map((step, index) => {
        const { label, href } = stepWords(step, org, me);
        return (
          <li key={step.kind}>
            <span aria-hidden="true" className="step-number">
              {index + 1}
            </span>
            <ButtonLink
              href={href}
              kind={leads && index === 0 ? "primary" : "outline"}
              data-key={index + 1}
              data-key-label={label}
            >
              {label}
            </ButtonLink>
          </li>
        );
      })}
    </ol>
  );
}
