import type { KeptForm } from "#app/http/trouble.ts";

/** The fields of a form that was not carried out, to travel along unseen. */
export function KeptFields({ kept, prefix = "" }: { kept: KeptForm; prefix?: string }) {
  return (
    <>
      {kept.fields.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names repeat and the list is fixed
        <input key={index} type="hidden" name={prefix + name} value={value} />
      ))}
    </>
  );
}
