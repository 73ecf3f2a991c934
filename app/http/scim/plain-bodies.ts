import { z } from "zod";
import { Invalid } from "#app/domain/errors.ts";
import { refuseOddPath } from "./odd-names.ts";

const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** A patch as the standard has it (RFC 7644, section 3.5.2), with the capitals that some providers write. */
const Patch = z.object({
  schemas: z.array(z.literal(PATCH)).length(1),
  Operations: z
    .array(
      z.object({
        op: z
          .string()
          .toLowerCase()
          .pipe(z.enum(["add", "remove", "replace"])),
        path: z.string().max(500).nullish(),
        value: z.unknown().optional(),
      }),
    )
    .min(1)
    .max(1_000),
});
type Patch = z.infer<typeof Patch>;
type Operation = { op: Patch["Operations"][number]["op"]; path?: string; value?: unknown };

const KEPT: Record<string, readonly string[]> = {
  Users: ["username", "externalid", "active", "displayname", "name", "emails"],
  Groups: ["externalid", "displayname", "members"],
};
/** Providers send "True" and "False" where the standard has booleans. */
export function plainBody(body: unknown): unknown {
  if (!isObject(body)) return body;
  const plain: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) {
    plain[key] = key.toLowerCase() === "active" ? truthOf(value) : value;
  }
  return plain;
}

/**
 * A patch with what is kept here and nothing else: operations on other attributes (telephones, addresses, departments)
 * are passed over, as are ids, which nobody changes. Undefined when nothing is left. Throws Invalid for what is no patch.
 */
export function plainPatch(body: unknown, noun: "Users" | "Groups") {
  const named = isObject(body)
    ? { schemas: body.schemas, Operations: body.Operations ?? body.operations }
    : {};
  const patch = Patch.safeParse(named);
  if (!patch.success) {
    const [issue] = patch.error.issues;
    throw new Invalid("This is no patch that can be carried out.", {
      [issue?.path.join(".") ?? ""]: [`${issue?.path.join(".")}: ${issue?.message}`],
    });
  }
  const { schemas, Operations } = patch.data;
  const plain = Operations.flatMap((operation) => plainOperation(operation, noun));
  return plain.length === 0 ? undefined : { schemas, Operations: plain };
}

function plainOperation(
  { op, path, value }: Patch["Operations"][number],
  noun: "Users" | "Groups",
): Operation[] {
  const isKept = (name: string) => KEPT[noun]?.includes(attributeOf(name)) ?? false;
  refuseOddPath(path);
  if (path) {
    if (!isKept(path)) return [];
    const given = value === undefined ? {} : { value: truthFor(attributeOf(path), value) };
    return [{ op, path: withoutUrn(path), ...given }];
  }
  if (!isObject(value)) return [{ op, value }];
  const kept = Object.entries(value).filter(([name]) => isKept(name));
  if (kept.length === 0) return [];
  return [
    { op, value: Object.fromEntries(kept.map(([name, one]) => [name, truthFor(attributeOf(name), one)])) },
  ];
}

const CORE = /^urn:ietf:params:scim:schemas:core:2\.0:(user|group):/i;

function withoutUrn(path: string): string {
  return path.replace(CORE, "");
}

/** "emails" of `emails[type eq "work"].value`; the whole URN for an extension's attribute. */
function attributeOf(path: string): string {
  const plain = withoutUrn(path);
  if (plain.toLowerCase().startsWith("urn:")) return plain.toLowerCase();
  return (plain.split(/[.[]/)[0] ?? "").trim().toLowerCase();
}

function truthFor(attribute: string, value: unknown): unknown {
  return attribute === "active" ? truthOf(value) : value;
}

function truthOf(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const text = value.trim().toLowerCase();
  return text === "true" ? true : text === "false" ? false : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
