import type { ClassSource } from "#app/domain/catalog/catalog-words.ts";
import type { Touch } from "#app/domain/catalog/permissions/touch-shape.ts";
import { Status } from "./status.tsx";
import { contradictionLook, toolClassLook } from "./tones.ts";

const CLAIMS = {
  readOnlyHint: "says it only reads",
  destructiveHint: "says it destroys nothing",
  openWorldHint: "says it reaches nothing outside",
} as const;

type ToolClassesProps = {
  toolClass: keyof typeof toolClassLook;
  source?: ClassSource | undefined;
  touches?: readonly Touch[] | undefined;
};

/** The most powerful class of a tool, what else it touches, who says so, and where it contradicts itself. */
export function ToolClasses({ toolClass, source, touches = [] }: ToolClassesProps) {
  const others = touches.filter((touch) => touch.class !== toolClass);
  const denied = touches.find((touch) => touch.against)?.against;
  return (
    <>
      <Status
        look={toolClassLook[toolClass]}
        {...(source === "inferred" ? { detail: "inferred" } : {})}
        quiet
      />
      {denied ? <Status look={contradictionLook} detail={CLAIMS[denied]} /> : null}
      {others.length > 0 ? <span className="text-muted">also {others.map(words).join(", ")}</span> : null}
    </>
  );
}

function words(touch: Touch): string {
  const word = toolClassLook[touch.class].word.toLowerCase();
  return touch.source === "inferred" ? `${word} (inferred)` : word;
}
