import { AlertDialog } from "radix-ui";
import { ConfirmForm, type ConfirmFormProps } from "./confirm-form.tsx";

type DialogProps = ConfirmFormProps & {
  /** The question with its object: "Block npm:@vendor/mcp?" */
  title: string;
  /** Called by Escape and Cancel; the page goes back to its address without the dialog. */
  onCancel: () => void;
};

/**
 * A confirmation over the page, for what hits others or cannot be undone. Focus starts on Cancel.
 * It needs scripts; the same address without them is a page with ConfirmForm.
 */
export function Dialog({ title, onCancel, effects, ...form }: DialogProps) {
  return (
    <AlertDialog.Root open onOpenChange={(open) => (open ? undefined : onCancel())}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-20 bg-scrim" />
        <AlertDialog.Content className="fixed top-1/2 left-1/2 z-30 grid max-h-[90dvh] w-[min(440px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 gap-3 overflow-y-auto rounded-lg bg-raised p-6 shadow-modal">
          <AlertDialog.Title className="text-lg wrap-anywhere">{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="text-base">
              {effects.map((effect) => (
                <p key={effect}>{effect}</p>
              ))}
            </div>
          </AlertDialog.Description>
          <ConfirmForm
            {...form}
            effects={[]}
            cancel={<AlertDialog.Cancel className="btn btn-outline">Cancel</AlertDialog.Cancel>}
          />
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
