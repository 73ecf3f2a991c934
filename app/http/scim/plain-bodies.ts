import { z } from "zod";
import { Invalid } from "#app/domain/errors.ts";
import { attributeOf, isKept, type Noun, plainPath } from "./attribute-paths.ts";
import { refuseOddPath, refuseOddRemoval } from "./odd-names.ts";

const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

const MOST_ADDRESSES = 200;

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
type Sent = z.infer<typeof Patch>["Operations"][number];
export type PlainOperation = { op: Sent["op"]; path?: string; value?: unknown };

/**
 * A whole resource with the standard's own spelling: providers send "True" and "False" where it has booleans, and null
 * for what has no value, which says the same as leaving it out (RFC 7643, section 2.5).
 */
export function plainBody(body: unknown, noun: Noun): unknown {
  if (!isObject(body)) return body;
  const plain: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) {
    const name = isKept(key, noun) ? plainPath(key) : key;
    const one = plainValue(name, value);
    if (one !== undefined) plain[name] = one;
  }
  return plain;
}

/** Whether a whole resource says that it has no externalId, instead of saying nothing of it. */
export function unsetsExternalId(body: unknown): boolean {
  if (!isObject(body)) return false;
  return Object.entries(body).some(([key, value]) => key.toLowerCase() === "externalid" && isNothing(value));
}

/**
 * A patch with what is kept here and nothing else: operations on other attributes (telephones, addresses, departments)
 * are passed over, as are ids, which nobody changes. Undefined when nothing is left. Throws Invalid for what is no patch.
 */
export function plainPatch(body: unknown, noun: Noun) {
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
  if (addressesIn(plain) > MOST_ADDRESSES) throw new Invalid("This is more addresses than one person has.");
  return plain.length === 0 ? undefined : { schemas, Operations: plain };
}

/** The library goes through all addresses for each operation on them. */
function addressesIn(operations: readonly PlainOperation[]): number {
  const those = operations.filter(({ path }) => path !== undefined && attributeOf(path) === "emails");
  return those.reduce((sum, { value }) => sum + (Array.isArray(value) ? value.length : 1), 0);
}

/** Setting to nothing is removing. One operation without a path becomes one for each attribute it names. */
function plainOperation({ op, path, value }: Sent, noun: Noun): PlainOperation[] {
  refuseOddPath(path);
  if (op === "remove") refuseOddRemoval(value);
  if (!path) {
    if (op === "remove" || !isObject(value)) return [{ op, value }];
    return Object.entries(value).flatMap(([name, one]) =>
      plainOperation({ op, path: name, value: one }, noun),
    );
  }
  if (!isKept(path, noun)) return [];
  const plain = plainPath(path);
  if (op === "remove") return [{ op, path: plain, ...(value === undefined ? {} : { value }) }];
  // the library says which operation lacks its value
  if (value === undefined) return [{ op, path: plain }];
  const one = plainValue(plain, value);
  if (one !== undefined) return [{ op, path: plain, value: one }];
  return op === "replace" && attributeOf(plain) !== "active" ? [{ op: "remove", path: plain }] : [];
}

/** Undefined for what says that there is no value. */
function plainValue(path: string, value: unknown): unknown {
  if (isNothing(value)) return undefined;
  if (attributeOf(path) === "active") return truthOf(value);
  if (attributeOf(path) !== "name" || !isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([part, one]) => (isNothing(one) ? [] : [[plainPath(part), one]])),
  );
}

function isNothing(value: unknown): boolean {
  return value === null || (typeof value === "string" && value.trim() === "");
}

function truthOf(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const text = value.trim().toLowerCase();
  return text === "true" ? true : text === "false" ? false : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
