import { type ClassSource, TOOL_CLASSES, type ToolClass } from "../catalog-words.ts";
import type { ManifestTool, ToolAnnotations } from "../manifest-inputs.ts";
import { INFERENCE_RULES } from "./inference-rules.ts";
import { toolWords } from "./tool-words.ts";
import type { Touch } from "./touch-shape.ts";
import type { TouchedClass } from "./verb-words.ts";

/** Raise it with every change of a rule over tools, of classes or of hidden text: what is stored is then found anew. */
export const PERMISSION_RULES_VERSION = 5;

export type ToolPermissions = {
  /** The most powerful of `touched`. */
  class: ToolClass;
  source: ClassSource;
  /** In the order of power; with `undeclared` when the tool does not say whether it changes anything. */
  touched: ToolClass[];
  touches: Touch[];
};

/**
 * What a tool can touch: what its annotations declare, and what the open rules infer from its name, its description and
 * its parameters. Annotations are claims, so an inference may add to them but takes nothing away; and an inference never
 * makes a tool harmless: without a word of its own about changes it stays `undeclared` until something worse is known.
 */
export function toolPermissions(
  tool: Pick<ManifestTool, "name" | "description" | "inputSchema" | "annotations">,
): ToolPermissions {
  const declared = declaredTouches(tool.annotations);
  const words = toolWords(tool);
  const touches = [...declared];
  for (const rule of INFERENCE_RULES) {
    if (touches.some((touch) => touch.class === rule.class) || !rule.holds(words)) continue;
    const against = contradicted(rule.class, tool.annotations);
    touches.push({ class: rule.class, source: "inferred", by: rule.id, ...(against ? { against } : {}) });
  }
  const saysChanges = declared.some((touch) => touch.class !== "network");
  const known = new Set<ToolClass>(touches.map((touch) => touch.class));
  if (!saysChanges) known.add("undeclared");
  const touched = TOOL_CLASSES.filter((one) => known.has(one));
  const main = touched.at(-1) ?? "undeclared";
  const source = touches.find((touch) => touch.class === main)?.source ?? "undeclared";
  return { class: main, source, touched, touches: inOrder(touches) };
}

/**
 * Defaults of the MCP specification: readOnlyHint false, destructiveHint true (it counts only when the tool is not
 * read-only). Without either hint nothing is declared about changes, which is not the same as destructive.
 */
function declaredTouches(annotations: ToolAnnotations | undefined): Touch[] {
  const { readOnlyHint, destructiveHint, openWorldHint } = annotations ?? {};
  const touches: Touch[] = [];
  if (readOnlyHint === true) touches.push({ class: "read", source: "declared", by: "readOnlyHint" });
  else if (destructiveHint === true)
    touches.push({ class: "destructive", source: "declared", by: "destructiveHint" });
  else if (destructiveHint === false)
    touches.push({ class: "write", source: "declared", by: "destructiveHint" });
  else if (readOnlyHint === false)
    touches.push({ class: "destructive", source: "declared", by: "readOnlyHint" });
  if (openWorldHint === true) touches.push({ class: "network", source: "declared", by: "openWorldHint" });
  return touches;
}

function contradicted(inferred: TouchedClass, annotations: ToolAnnotations | undefined): Touch["against"] {
  const { readOnlyHint, destructiveHint, openWorldHint } = annotations ?? {};
  if (inferred === "network") return openWorldHint === false ? "openWorldHint" : undefined;
  if (inferred === "read" || inferred === "secrets") return undefined;
  if (readOnlyHint === true) return "readOnlyHint";
  return inferred === "destructive" && destructiveHint === false ? "destructiveHint" : undefined;
}

function inOrder(touches: readonly Touch[]): Touch[] {
  return [...touches].sort((a, b) => TOOL_CLASSES.indexOf(a.class) - TOOL_CLASSES.indexOf(b.class));
}
