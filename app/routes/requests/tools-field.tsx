import { onlyReads } from "#app/domain/catalog/catalog-words.ts";
import type { RequestDraft } from "#app/domain/requests/request-draft-queries.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { FieldError, fieldAria } from "#app/ui/form/field.tsx";
import { TextArea } from "#app/ui/form/text-area.tsx";
import { plural } from "#app/ui/plural.ts";
import { ToolList } from "#app/ui/tool-list.tsx";

type ToolsFieldProps = {
  draft: RequestDraft;
  which: string;
  ticked: readonly string[];
  typed: string;
  error: string[] | undefined;
};

/** All tools or some: by name where they are known, typed where nobody has looked. */
export function ToolsField({ draft, which, ticked, typed, error }: ToolsFieldProps) {
  const { tools, isLooked } = draft;
  const reading = tools.filter((tool) => onlyReads(tool.class)).map((tool) => tool.name);
  const all = plural(tools.length, { zero: "All tools", one: "The one tool", other: "All # tools" });
  const chosen = which || (isLooked && tools.length > 0 ? "some" : "all");
  return (
    <fieldset id="tools" className="field some-tools" {...fieldAria({ id: "tools", error, hint: "" })}>
      <legend className="field-label">Tools</legend>
      {isLooked ? null : (
        <Banner kind="unknown">
          Not looked yet: nobody has listed this server's tools. All tools then means any it offers until
          somebody looks; from then on calls are refused until it is approved again.
        </Banner>
      )}
      <label className="choice radio-card">
        <input type="radio" name="which" value="all" defaultChecked={chosen === "all"} />
        <span className="font-medium">{isLooked ? all : "All tools"}</span>
      </label>
      <label className="choice radio-card">
        <input type="radio" name="which" value="some" defaultChecked={chosen === "some"} />
        <span>
          <span className="font-medium">Some tools</span>
          <span className="hint block">
            {reading.length > 0 && which === ""
              ? "Those that say they only read are ticked. Ask for what you need."
              : "Ask for what you need."}
          </span>
        </span>
      </label>
      <div className="when-some">
        {isLooked && tools.length > 0 ? (
          <ToolList
            label="Tools to ask for"
            tools={tools.map((tool) => ({
              name: tool.name,
              toolClass: tool.class,
              source: tool.classSource,
              touches: tool.touches,
              description: tool.description,
            }))}
            select={{ name: "tools", selected: which === "" ? reading : ticked }}
          />
        ) : (
          <TextArea
            id="toolNames"
            name="toolNames"
            label="Names of the tools"
            hint="One a line."
            rows={3}
            mono
            defaultValue={typed}
          />
        )}
      </div>
      <FieldError id="tools" error={error} />
    </fieldset>
  );
}
