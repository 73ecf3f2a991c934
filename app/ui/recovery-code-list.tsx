import { CopyButton } from "./copy-button.tsx";

/** Recovery codes, shown once. The page must be sent with `no-store`. */
export function RecoveryCodeList({
  codes,
  continueHref,
}: {
  codes: readonly string[];
  continueHref: string;
}) {
  return (
    <div className="card grid gap-3 p-4">
      <p>
        Each of these codes stands once for your second factor, when the device is lost. They are shown once;
        Castellan keeps only hashes. Store them where the device is not.
      </p>
      <ul className="mono grid grid-cols-1 gap-1 sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="action-bar">
        <CopyButton text={codes.join("\n")} label="Copy all" />
        <a href={continueHref} className="btn btn-primary">
          I have stored them
        </a>
      </div>
    </div>
  );
}
