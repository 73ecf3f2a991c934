/** Leads to the page that asks before an import is stopped. */
export function StopImport({ here }: { here: string }) {
  return (
    <a href={`${here}/cancellation`} className="link">
      Stop it
    </a>
  );
}
