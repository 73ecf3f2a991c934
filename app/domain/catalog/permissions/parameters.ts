import { z } from "zod";

const Property = z.looseObject({ type: z.unknown(), format: z.unknown() });
const Schema = z.looseObject({ properties: z.record(z.string(), z.unknown()) });

const MOST_PARAMETERS = 200;

/** A tool's parameter: its name, that in small letters without punctuation, and its format where it has one. */
export type Parameter = { name: string; plain: string; format: string | null; isText: boolean };

/** Parameters of the first level; a schema without readable properties has none. */
export function parametersOf(inputSchema: Record<string, unknown>): Parameter[] {
  const parsed = Schema.safeParse(inputSchema);
  if (!parsed.success) return [];
  return Object.entries(parsed.data.properties)
    .slice(0, MOST_PARAMETERS)
    .map(([name, value]) => {
      const property = Property.safeParse(value);
      const { type, format } = property.success ? property.data : {};
      return {
        name,
        plain: name.toLowerCase().replace(/[^a-z0-9]/g, ""),
        format: typeof format === "string" ? format : null,
        isText: type === undefined || type === "string" || (Array.isArray(type) && type.includes("string")),
      };
    });
}
