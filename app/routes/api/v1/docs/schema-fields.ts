/** One field of a JSON Schema, as a row to read. */
export type FieldRow = { name: string; type: string; required: boolean; notes: string };

type Schema = Record<string, unknown>;

const DEEPEST = 4;

/** The fields of an object schema from JSON Schema 2020-12, nested ones by their path ("rows[].id"), four levels deep. */
export function fieldsOf(schema: unknown, prefix = "", depth = 0): FieldRow[] {
  const inner = withoutNull(schema);
  if (depth >= DEEPEST) return [];
  if (isSchema(inner.items)) return fieldsOf(inner.items, prefix === "" ? "[]" : `${prefix}[]`, depth + 1);
  const properties = isSchema(inner.properties) ? inner.properties : {};
  const required = Array.isArray(inner.required) ? inner.required : [];
  return Object.entries(properties).flatMap(([key, field]) => {
    const name = prefix === "" ? key : `${prefix}.${key}`;
    const row = { name, type: typeOf(field), required: required.includes(key), notes: notesOf(field) };
    return [row, ...fieldsOf(field, name, depth + 1)];
  });
}

export function typeOf(schema: unknown): string {
  if (!isSchema(schema)) return "anything";
  if ("const" in schema) return JSON.stringify(schema.const);
  const choices = choicesOf(schema);
  if (choices.length > 0) return [...new Set(choices.map(typeOf))].join(" or ");
  if (schema.type === "array") return `list of ${typeOf(schema.items)}`;
  const format = typeof schema.format === "string" ? ` (${schema.format})` : "";
  return typeof schema.type === "string" ? `${schema.type}${format}` : "anything";
}

function notesOf(schema: unknown): string {
  const inner = withoutNull(schema);
  const notes = [
    typeof inner.description === "string" ? inner.description : "",
    Array.isArray(inner.enum) ? `One of ${inner.enum.map((word) => JSON.stringify(word)).join(", ")}` : "",
    typeof inner.maxLength === "number" ? `at most ${inner.maxLength} characters` : "",
    isBound(inner.minimum) ? `at least ${inner.minimum}` : "",
    isBound(inner.maximum) ? `at most ${inner.maximum}` : "",
    inner.default === undefined ? "" : `${JSON.stringify(inner.default)} when left out`,
  ];
  return notes.filter(Boolean).join("; ");
}

/** zod writes the ends of safe integers where nothing was said. */
function isBound(bound: unknown): bound is number {
  return typeof bound === "number" && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
}

function withoutNull(schema: unknown): Schema {
  if (!isSchema(schema)) return {};
  const real = choicesOf(schema).filter((one) => one.type !== "null");
  return real.length === 1 && real[0] ? { ...schema, ...real[0] } : schema;
}

function choicesOf(schema: Schema): Schema[] {
  const choices = schema.anyOf ?? schema.oneOf ?? [];
  return Array.isArray(choices) ? choices.filter(isSchema) : [];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
