import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { ButtonLink } from "./button-link.tsx";
import type { IconName } from "./icon-names.ts";

type ConfirmFormProps = {
  /** Where the form is posted. */
  action: string;
  /** Effects with counts: "32 people lose it now." */
  effects: readonly ReactNode[];
  /** The verb again, with its object: "Block server". */
  verb: string;
  icon?: IconName;
  /** Red for what takes something away. */
  danger?: boolean;
  /** Leaves things as they are. */
  cancelHref: string;
  hidden?: Readonly<Record<string, string>>;
  /** Fields, such as the reason. */
  children?: ReactNode;
};

/** What will happen, the fields it needs, and the verb; Cancel stands first in the order of keys. */
export function ConfirmForm({
  action,
  effects,
  verb,
  icon,
  danger,
  cancelHref,
  hidden,
  children,
}: ConfirmFormProps) {
  return (
    <form method="post" action={action} className="grid gap-4">
      {Object.entries(hidden ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <ul className="grid list-disc gap-1 ps-4 text-base">
        {effects.map((effect, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is fixed while the form stands
          <li key={index}>{effect}</li>
        ))}
      </ul>
      {children}
      <div className="action-bar">
        <ButtonLink href={cancelHref}>Cancel</ButtonLink>
        <Button kind={danger ? "danger" : "primary"} icon={icon}>
          {verb}
        </Button>
      </div>
    </form>
  );
}
