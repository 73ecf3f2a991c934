import type { KeptForm } from "#app/http/trouble.ts";
import { TextArea } from "#app/ui/form/text-area.tsx";

const IS_CHOICE = /^(on|true|false|\d{1,4}|[0-9a-f]{8}-[0-9a-f-]{27})$/i;

/** What somebody typed into a form they may not send any more, to be copied from here: it was not sent. */
export function KeptText({ kept }: { kept: KeptForm }) {
  const typed = kept.fields.filter(
    ([name, value]) => !name.startsWith("_") && value.trim() !== "" && !IS_CHOICE.test(value),
  );
  if (typed.length === 0) return null;
  return (
    <div className="grid gap-3">
      <p>What you typed was not sent. Copy it from here.</p>
      {typed.map(([name, value], index) => (
        <TextArea
          // biome-ignore lint/suspicious/noArrayIndexKey: names repeat and the list is fixed
          key={index}
          id={`kept-${index}`}
          name={name}
          label={name}
          rows={value.length > 80 ? 4 : 1}
          defaultValue={value}
          readOnly
        />
      ))}
    </div>
  );
}
