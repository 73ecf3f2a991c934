import { parseWithZod } from "@conform-to/zod/v4";
import { configureCoercion } from "@conform-to/zod/v4/future";
import { z } from "zod";

// Required texts stay "" so that the input's own sentence is shown instead of "expected string, received undefined".
const { coerceFormValue } = configureCoercion({
  type: { boolean: (text) => text === "on" || text === "true" },
  customize(type) {
    if (type._zod.def.type === "string") return (value) => value;
    if (type instanceof z.ZodNullable) {
      const isNumber = type.def.innerType instanceof z.ZodNumber;
      return (value) => (value === "" ? null : isNumber && typeof value === "string" ? Number(value) : value);
    }
    return null;
  },
});

export type ReadForm<T> = { ok: true; input: T } | { ok: false; errors: Record<string, string[]> };

/**
 * Parses posted fields (or a query) with a verb's own input. Names in conform's notation ("tools[0]", "scope.kind") or
 * repeated; names starting with "_" are the edge's own. `fixed` fields come from the address and win.
 */
export function readForm<S extends z.ZodType>(
  posted: FormData | URLSearchParams,
  schema: S,
  fixed: Readonly<Record<string, string>> = {},
): ReadForm<z.output<S>> {
  const own = new FormData();
  for (const [name, value] of posted) {
    if (!name.startsWith("_") && !Object.hasOwn(fixed, name)) own.append(name, value);
  }
  for (const [name, value] of Object.entries(fixed)) own.append(name, value);
  const submission = parseWithZod(own, {
    schema: coerceFormValue(schema),
    disableAutoCoercion: true,
    error: plainSentence,
  });
  if (submission.status === "success") return { ok: true, input: submission.value };
  const errors: Record<string, string[]> = {};
  for (const [name, texts] of Object.entries(submission.error ?? {})) if (texts) errors[name] = texts;
  return { ok: false, errors };
}

/** Sentences for what an input does not word itself. */
export const plainSentence: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === "invalid_value") return "Choose one of these.";
  if (issue.input === undefined || issue.input === "") return "Fill this in.";
  if (issue.code === "unrecognized_keys") return `There is no field called ${issue.keys.join(", ")} here.`;
  if (issue.code === "invalid_format" && issue.format === "uuid") return "Choose one of these.";
  return undefined;
};
