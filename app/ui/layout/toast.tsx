import { useEffect } from "react";
import { Toaster, toast } from "sonner";

const SHOWN_MS = 8_000;

/** One sentence for eight seconds, longer under the pointer or the focus; Alt and T reach it. */
export function Toast({ text }: { text: string }) {
  useEffect(() => {
    const id = toast(text);
    return () => {
      toast.dismiss(id);
    };
  }, [text]);
  return (
    <Toaster
      position="bottom-right"
      duration={SHOWN_MS}
      toastOptions={{ unstyled: true, className: "toast" }}
      containerAriaLabel="What was done"
    />
  );
}
