import type { ManifestPrompt, ManifestResource, ManifestTool } from "../manifest-inputs.ts";
import type { HiddenText } from "./hidden-rule.ts";

const MOST_NODES = 5_000;
/** Keys of a schema whose texts a model or a person reads. */
const TEXTS = new Set([
  "title",
  "description",
  "$comment",
  "default",
  "const",
  "pattern",
  "format",
  "markdownDescription",
  "errorMessage",
]);
const LISTS = new Set(["enum", "examples", "enumNames", "enumDescriptions"]);

/** Every text of a tool a model or a person is shown, with its place. */
export function textsOfTool(tool: ManifestTool): HiddenText[] {
  return [
    { place: "name", text: tool.name, isName: true },
    { place: "title", text: tool.title ?? "", isName: false },
    { place: "description", text: tool.description, isName: false },
    { place: "annotations.title", text: tool.annotations?.title ?? "", isName: false },
    ...textsOfSchema("inputSchema", tool.inputSchema),
    ...textsOfSchema("outputSchema", tool.outputSchema),
  ].filter(({ text }) => text !== "");
}

/** What the server says beside its tools: its instructions, prompts and resources. */
export function textsOfServer(server: {
  instructions?: string | undefined;
  prompts?: readonly ManifestPrompt[] | undefined;
  resources?: readonly ManifestResource[] | undefined;
}): HiddenText[] {
  const prompts = (server.prompts ?? []).flatMap((prompt) => [
    { place: `prompts.${prompt.name}.name`, text: prompt.name, isName: true },
    { place: `prompts.${prompt.name}.title`, text: prompt.title ?? "", isName: false },
    { place: `prompts.${prompt.name}.description`, text: prompt.description ?? "", isName: false },
    ...(prompt.arguments ?? []).flatMap((argument) => [
      { place: `prompts.${prompt.name}.arguments`, text: argument.name, isName: true },
      {
        place: `prompts.${prompt.name}.arguments.${argument.name}`,
        text: argument.description ?? "",
        isName: false,
      },
    ]),
  ]);
  const resources = (server.resources ?? []).flatMap((resource) => [
    { place: `resources.${resource.uri}.uri`, text: resource.uri, isName: true },
    { place: `resources.${resource.uri}.name`, text: resource.name, isName: false },
    { place: `resources.${resource.uri}.title`, text: resource.title ?? "", isName: false },
    { place: `resources.${resource.uri}.description`, text: resource.description ?? "", isName: false },
  ]);
  return [
    { place: "instructions", text: server.instructions ?? "", isName: false },
    ...prompts,
    ...resources,
  ].filter(({ text }) => text !== "");
}

function textsOfSchema(place: string, schema: unknown): HiddenText[] {
  const found: HiddenText[] = [];
  const waiting: { place: string; value: unknown }[] = [{ place, value: schema }];
  for (let seen = 0; waiting.length > 0 && seen < MOST_NODES; seen += 1) {
    const next = waiting.pop();
    if (!next || typeof next.value !== "object" || next.value === null) continue;
    for (const [key, value] of Object.entries(next.value)) {
      const at = `${next.place}.${key}`;
      if (next.place.endsWith("properties")) found.push({ place: next.place, text: key, isName: true });
      if (typeof value === "string") {
        if (TEXTS.has(key) || next.place.endsWith("properties") || Array.isArray(next.value))
          found.push({ place: at, text: value, isName: false });
      } else if (Array.isArray(value) && LISTS.has(key)) {
        for (const [index, one] of value.entries())
          if (typeof one === "string") found.push({ place: `${at}.${index}`, text: one, isName: false });
          else waiting.push({ place: `${at}.${index}`, value: one });
      } else if (typeof value === "object") waiting.push({ place: at, value });
    }
  }
  return found;
}
