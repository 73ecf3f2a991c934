import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import type { IconName } from "./icon-names.ts";

export type ConfirmFormProps = {
  /** Where the form is posted. */
  action: string;
  /** Effects with counts: "32 people lose it now." */
  effects: readonly string[];
  /** The verb again, with its object: "Block server". */
  verb: string;
  icon?: IconName;
  /** Red for what takes something away. */
  danger?: boolean;
  hidden?: Readonly<Record<string, string>>;
  /** Fields, such as the reason. */
  children?: ReactNode;
};

/** What will happen, the fields it needs, and the verb; `cancel` stands before it in the order of keys. */
export function ConfirmForm({ cancel, effects, ...form }: ConfirmFormProps & { cancel: ReactNode }) {
  return (
    <form method="post" action={form.action} className="grid gap-4">
      {Object.entries(form.hidden ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {effects.length > 0 ? <EffectList effects={effects} /> : null}
      {form.children}
      <div className="action-bar justify-end">
        {cancel}
        <Button kind={form.danger ? "danger" : "primary"} icon={form.icon}>
          {form.verb}
        </Button>
      </div>
    </form>
  );
}

function EffectList({ effects }: { effects: readonly string[] }) {
  return (
    <ul className="grid list-disc gap-1 ps-4 text-base">
      {effects.map((effect) => (
        <li key={effect}>{effect}</li>
      ))}
    </ul>
  );
}
