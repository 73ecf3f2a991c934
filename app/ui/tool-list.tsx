import type { ReactNode } from "react";
import type { ClassSource } from "#app/domain/catalog/catalog-words.ts";
import type { Touch } from "#app/domain/catalog/permissions/touch-shape.ts";
import { printableText } from "./printable-text.ts";
import { SafeText } from "./safe-text.tsx";
import type { toolClassLook } from "./tones.ts";
import { ToolClasses } from "./tool-classes.tsx";

export type ToolRow = {
  name: string;
  toolClass: keyof typeof toolClassLook;
  source?: ClassSource | undefined;
  touches?: readonly Touch[] | undefined;
  /** What the server says about itself; printed as a quotation. */
  description?: string;
  /** A fact at the end of the row: "granted", "not asked for". */
  note?: ReactNode;
};

type ToolListProps = {
  label: string;
  tools: readonly ToolRow[];
  /** Checkboxes sent as repeated `name`; `selected` are ticked at first. */
  select?: { name: string; selected: readonly string[]; form?: string };
};

/** The tools of a server with what each can do. Their words are quoted: they are claims of a stranger. */
export function ToolList({ label, tools, select }: ToolListProps) {
  return (
    <ul aria-label={label} className="divide-y divide-line border-line border-y">
      {tools.map((tool) => {
        const head = (
          <>
            <code className="font-medium wrap-anywhere">{printableText(tool.name)}</code>
            <ToolClasses toolClass={tool.toolClass} source={tool.source} touches={tool.touches} />
            {tool.note ? <span className="text-muted">{tool.note}</span> : null}
          </>
        );
        return (
          <li key={tool.name} className="py-2">
            {select ? (
              <label className="choice flex-wrap items-center">
                <input
                  type="checkbox"
                  name={select.name}
                  value={tool.name}
                  form={select.form}
                  defaultChecked={select.selected.includes(tool.name)}
                />
                {head}
              </label>
            ) : (
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">{head}</div>
            )}
            <div className={select ? "ps-[26px] text-muted" : "text-muted"}>
              {tool.description ? (
                <SafeText text={tool.description} limit={240} quoted />
              ) : (
                "The server gives no description."
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
