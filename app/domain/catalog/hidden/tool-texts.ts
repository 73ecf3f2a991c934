import type { ManifestPrompt, ManifestResource, ManifestTool } from "../manifest-inputs.ts";
import type { HiddenText } from "./hidden-rule.ts";

const LONGEST_PLACE = 300;
const PLAIN_KEY = /^[A-Za-z_$][\w$-]*$/;

/**
 * Every text of a tool, whatever the field: a model is given all of it. Each stands at a place no other text has, the same
 * whatever the order of keys.
 */
export function textsOfTool(tool: ManifestTool): HiddenText[] {
  const { name, title, description, ...rest } = tool;
  return placed([
    { place: "name", text: name, isName: true },
    { place: "title", text: title ?? "", isName: false },
    { place: "description", text: description, isName: false },
    ...textsIn(rest),
  ]);
}

/** What the server says beside its tools: its instructions, prompts and resources. */
export function textsOfServer(server: {
  instructions?: string | undefined;
  prompts?: readonly ManifestPrompt[] | undefined;
  resources?: readonly ManifestResource[] | undefined;
}): HiddenText[] {
  const prompts = (server.prompts ?? []).flatMap((prompt) => {
    const place = `prompts${step(prompt.name)}`;
    return [
      { place: `${place}.name`, text: prompt.name, isName: true },
      { place: `${place}.title`, text: prompt.title ?? "", isName: false },
      { place: `${place}.description`, text: prompt.description ?? "", isName: false },
      ...(prompt.arguments ?? []).flatMap((argument) => {
        const at = `${place}.arguments${step(argument.name)}`;
        return [
          { place: nameOf(at), text: argument.name, isName: true },
          { place: at, text: argument.description ?? "", isName: false },
        ];
      }),
    ];
  });
  const resources = (server.resources ?? []).flatMap((resource) => {
    const place = `resources${step(resource.uri)}`;
    return [
      { place: `${place}.uri`, text: resource.uri, isName: true },
      { place: `${place}.name`, text: resource.name, isName: false },
      { place: `${place}.title`, text: resource.title ?? "", isName: false },
      { place: `${place}.description`, text: resource.description ?? "", isName: false },
      { place: `${place}.mimeType`, text: resource.mimeType ?? "", isName: false },
    ];
  });
  return placed([
    { place: "instructions", text: server.instructions ?? "", isName: false },
    ...prompts,
    ...resources,
  ]);
}

/** Every text and every key inside a value, in the order of its keys. */
function textsIn(whole: object): HiddenText[] {
  const found: HiddenText[] = [];
  const waiting: { place: string; value: unknown; key?: string; isParameter?: boolean }[] = [
    { place: "", value: whole },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { place, value, key, isParameter = false } = next;
    if (key !== undefined) found.push({ place: nameOf(place), text: key, isName: true, isParameter });
    if (typeof value === "string") found.push({ place, text: value, isName: false });
    if (typeof value !== "object" || value === null) continue;
    const inner = Array.isArray(value)
      ? value.map((one: unknown, index) => ({ place: `${place}.${index}`, value: one }))
      : Object.entries(value)
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([name, one]: [string, unknown]) => ({
            place: place === "" ? step(name).replace(/^\./, "") : `${place}${step(name)}`,
            value: one,
            key: name,
            isParameter: /(?:^|\.)properties$/.test(place),
          }));
    for (const one of inner.reverse()) waiting.push(one);
  }
  return found;
}

/** A step of a place: a dot and a plain key, or any other key in quotes. */
function step(key: string): string {
  return PLAIN_KEY.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function nameOf(place: string): string {
  return `${place} (name)`;
}

/** Leaves out what is empty, and makes places that are too long or stand twice tell apart. */
function placed(texts: readonly HiddenText[]): HiddenText[] {
  const taken = new Set<string>();
  return texts.flatMap((one, index) => {
    if (one.text === "") return [];
    const isFine = one.place.length <= LONGEST_PLACE && !taken.has(one.place);
    const place = isFine ? one.place : `${one.place.slice(0, LONGEST_PLACE - 20)}… (text ${index})`;
    taken.add(place);
    return [{ ...one, place }];
  });
}
