import { type ReactNode, useEffect, useState } from "react";
import { CopyButton } from "./copy-button.tsx";

type SecretOnceProps = {
  id: string;
  label: string;
  secret: string;
  /** Where "I have stored it" leads. */
  continueHref: string;
  /** What it opens and until when. */
  children?: ReactNode;
};

/** A value shown once. The page must be sent with `no-store`; leaving it by accident asks once. */
export function SecretOnce({ id, label, secret, continueHref, children }: SecretOnceProps) {
  const [stored, setStored] = useState(false);
  useEffect(() => {
    if (stored) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [stored]);
  return (
    <div className="card grid gap-3 p-4">
      <div className="field">
        <label htmlFor={id} className="field-label">
          {label}
        </label>
        <p id={`${id}-hint`} className="hint">
          This is shown once. Store it now; Castellan keeps only a hash.
        </p>
        <div className="flex flex-wrap gap-2">
          <input
            id={id}
            className="input mono min-w-0 flex-1 basis-72"
            readOnly
            value={secret}
            autoComplete="off"
            spellCheck={false}
            aria-describedby={`${id}-hint`}
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton text={secret} />
        </div>
      </div>
      {children}
      <div>
        <a href={continueHref} className="btn btn-primary" onClick={() => setStored(true)}>
          I have stored it
        </a>
      </div>
    </div>
  );
}
