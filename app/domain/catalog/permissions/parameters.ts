import { z } from "zod";

const unknown = z.unknown().optional();
const Property = z.looseObject({ type: unknown, format: unknown, enum: unknown, items: unknown });
const Schema = z.looseObject({ properties: z.record(z.string(), z.unknown()) });

const MOST_PARAMETERS = 200;

/** A tool's parameter: its name, that in small letters without punctuation, its format where it has one, and whether its values are listed. */
export type Parameter = {
  name: string;
  plain: string;
  format: string | null;
  /** A text, a list of texts, or nobody says. */
  isText: boolean;
  isObject: boolean;
  isChoice: boolean;
};

/** Parameters of the first level; a schema without readable properties has none. */
export function parametersOf(inputSchema: Record<string, unknown>): Parameter[] {
  const parsed = Schema.safeParse(inputSchema);
  if (!parsed.success) return [];
  return Object.entries(parsed.data.properties)
    .slice(0, MOST_PARAMETERS)
    .map(([name, value]) => {
      const property = Property.safeParse(value);
      const { type, format, enum: choices, items } = property.success ? property.data : {};
      return {
        name,
        plain: name.toLowerCase().replace(/[^a-z0-9]/g, ""),
        format: typeof format === "string" ? format : null,
        isText: isTextual(type) || (type === "array" && isTextual(typeOf(items))),
        isObject: type === "object",
        isChoice: Array.isArray(choices),
      };
    });
}

function typeOf(schema: unknown): unknown {
  const property = Property.safeParse(schema);
  return property.success ? property.data.type : undefined;
}

function isTextual(type: unknown): boolean {
  return type === undefined || type === "string" || (Array.isArray(type) && type.includes("string"));
}
