import { AlertDialog } from "radix-ui";
import type { ReactNode } from "react";

type DialogProps = {
  /** The question with its object: "Block npm:@vendor/mcp?" */
  title: string;
  /** Effects with counts: "32 people lose it now." */
  effects: readonly string[];
  /** Called by Escape and Cancel; the page goes back to its address without the dialog. */
  onCancel: () => void;
  /** The form with the button that repeats the verb. */
  children: ReactNode;
};

/**
 * A confirmation over the page, for what hits others or cannot be undone. Focus starts on Cancel.
 * It needs scripts; the same address without them is a page with ConfirmForm.
 */
export function Dialog({ title, effects, onCancel, children }: DialogProps) {
  return (
    <AlertDialog.Root open onOpenChange={(open) => (open ? undefined : onCancel())}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-20 bg-scrim" />
        <AlertDialog.Content className="fixed top-1/2 left-1/2 z-30 grid max-h-[90dvh] w-[min(440px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 gap-3 overflow-y-auto rounded-lg bg-raised p-6 shadow-modal">
          <AlertDialog.Title className="text-lg">{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <ul className="grid list-disc gap-1 ps-4 text-base">
              {effects.map((effect) => (
                <li key={effect}>{effect}</li>
              ))}
            </ul>
          </AlertDialog.Description>
          {children}
          <div className="flex justify-end">
            <AlertDialog.Cancel className="btn btn-outline">Cancel</AlertDialog.Cancel>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
