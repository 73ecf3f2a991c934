import { type MouseEvent, useEffect, useRef, useState } from "react";
import { Icon } from "./icon.tsx";

type PasskeyButtonProps = {
  /** Answers a post with what the authenticator has to do. */
  challengeHref: string;
  /** `use` an existing passkey, or `make` one. */
  does: "use" | "make";
  kind?: "primary" | "outline";
  children: string;
};

const REFUSED =
  "No passkey was used: it was cancelled, took too long, or this device has none for Castellan.";
const NOT_OFFERED = "Castellan did not answer. Nothing was changed. Load the page again.";

/**
 * Stands in a form: asks the authenticator, puts its answer into the field `passkey` and sends the form. Without scripts
 * it says that passkeys need them.
 */
export function PasskeyButton({ challengeHref, does, kind = "outline", children }: PasskeyButtonProps) {
  const [state, setState] = useState<"unknown" | "ready" | "unsupported">("unknown");
  const [problem, setProblem] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setState(window.PublicKeyCredential ? "ready" : "unsupported"), []);

  async function ask(event: MouseEvent<HTMLButtonElement>): Promise<void> {
    const button = event.currentTarget;
    setProblem(undefined);
    button.setAttribute("aria-busy", "true");
    const answer = await fetch(challengeHref, { method: "POST" }).catch(() => undefined);
    const answered = answer?.ok ? await signWith(does, answer) : NOT_OFFERED;
    button.removeAttribute("aria-busy");
    if (typeof answered === "string") return setProblem(answered);
    if (!field.current?.form) return;
    field.current.disabled = false;
    field.current.value = JSON.stringify(answered);
    // Without the checks of the other fields: the passkey stands for them.
    field.current.form.submit();
  }

  return (
    <div className="grid justify-items-start gap-2">
      <input type="hidden" name="passkey" ref={field} disabled defaultValue="" />
      {state === "ready" ? (
        <button type="button" className={`btn btn-${kind}`} onClick={ask}>
          <Icon name="key-round" />
          {children}
        </button>
      ) : null}
      {state === "unsupported" ? <p className="hint">This browser knows no passkeys.</p> : null}
      <noscript>
        <p className="hint">Passkeys need JavaScript, which is off in this browser. Everything else works.</p>
      </noscript>
      <p role="status" className={problem ? "field-error" : "sr-only"}>
        {problem}
      </p>
    </div>
  );
}

async function signWith(does: "use" | "make", answer: Response): Promise<object | string> {
  const { startAuthentication, startRegistration } = await import("@simplewebauthn/browser");
  const optionsJSON = await answer.json();
  const signing = does === "use" ? startAuthentication({ optionsJSON }) : startRegistration({ optionsJSON });
  return signing.catch(() => REFUSED);
}
