import { z } from "zod";
import { isVisibleName, VISIBLE_ONLY } from "#app/domain/identity/visible-name.ts";
import { writtenKey } from "./asking/written-key.ts";

export const MANIFEST_LIMITS = {
  tools: 2_000,
  textLength: 20_000,
  jsonLength: 100_000,
  /** Of everything a server lists, as JSON. */
  totalLength: 8_000_000,
  prompts: 500,
  resources: 1_000,
  notes: 50,
  jsonDepth: 32,
} as const;

function depthOf(value: unknown, limit: number): number {
  if (limit === 0 || typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map((inner) => depthOf(inner, limit - 1)));
}

function withWrittenKeys(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "__proto__")) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [writtenKey(key), inner]));
}

/** A JSON object from a server, bounded in depth and in length as JSON. No key of it goes unseen. */
const boundedObject = z
  .preprocess(withWrittenKeys, z.record(z.string(), z.unknown()))
  .refine(
    (value) => depthOf(value, MANIFEST_LIMITS.jsonDepth + 1) <= MANIFEST_LIMITS.jsonDepth,
    "is nested too deeply",
  )
  .refine((value) => JSON.stringify(value).length <= MANIFEST_LIMITS.jsonLength, "is too large");

/** The hints of the MCP specification (ToolAnnotations). They are claims of the server, not facts. */
export const ToolAnnotations = z.strictObject({
  title: z.string().max(1_024).optional(),
  readOnlyHint: z.boolean().optional(),
  destructiveHint: z.boolean().optional(),
  idempotentHint: z.boolean().optional(),
  openWorldHint: z.boolean().optional(),
});
export type ToolAnnotations = z.infer<typeof ToolAnnotations>;

export const ManifestTool = z.strictObject({
  name: z.string().min(1).max(256),
  title: z.string().max(1_024).optional(),
  description: z.string().max(MANIFEST_LIMITS.textLength),
  inputSchema: boundedObject,
  outputSchema: boundedObject.optional(),
  annotations: ToolAnnotations.optional(),
});
export type ManifestTool = z.infer<typeof ManifestTool>;

const title = z.string().max(1_024).optional();
const description = z.string().max(MANIFEST_LIMITS.textLength).optional();

export const ManifestPrompt = z.strictObject({
  name: z.string().min(1).max(256),
  title,
  description,
  arguments: z
    .array(z.strictObject({ name: z.string().max(256), description, required: z.boolean().optional() }))
    .max(100)
    .optional(),
});
export type ManifestPrompt = z.infer<typeof ManifestPrompt>;

/** A resource, or with `isTemplate` a pattern of addresses. */
export const ManifestResource = z.strictObject({
  uri: z.string().min(1).max(2_048),
  isTemplate: z.boolean(),
  name: z.string().max(1_024),
  title,
  description,
  mimeType: z.string().max(256).optional(),
});
export type ManifestResource = z.infer<typeof ManifestResource>;

/** The body of `POST /api/v1/manifests`: what one release listed, as one probe saw it. Absent lists were not asked for, or failed. */
export const Manifest = z.strictObject({
  identity: z
    .string()
    .max(512)
    .regex(/^(?:npm|pypi|oci|remote|command):\S+$/)
    .refine(isVisibleName, VISIBLE_ONLY),
  release: z.string().min(1).max(256).refine(isVisibleName, VISIBLE_ONLY),
  protocolVersion: z.string().min(1).max(64),
  serverInfo: z.strictObject({ name: z.string().max(256), version: z.string().max(256) }).optional(),
  tools: z
    .array(ManifestTool)
    .max(MANIFEST_LIMITS.tools)
    .refine(
      (tools) => new Set(tools.map((tool) => tool.name)).size === tools.length,
      "tool names must be unique",
    ),
  /** What the server tells the model before anything is called. */
  instructions: z.string().max(MANIFEST_LIMITS.textLength).optional(),
  prompts: z.array(ManifestPrompt).max(MANIFEST_LIMITS.prompts).optional(),
  resources: z.array(ManifestResource).max(MANIFEST_LIMITS.resources).optional(),
  /** What was odd and what was left out, for people. */
  notes: z.array(z.string().max(300)).max(MANIFEST_LIMITS.notes).optional(),
  observedBy: z.literal("probe"),
});
export type Manifest = z.infer<typeof Manifest>;

/** What is kept of a manifest beside its tools. */
export type ManifestBeside = Pick<
  Manifest,
  "serverInfo" | "instructions" | "prompts" | "resources" | "notes"
>;

export function besideOf(manifest: Manifest): ManifestBeside {
  const { serverInfo, instructions, prompts, resources, notes } = manifest;
  return { serverInfo, instructions, prompts, resources, notes };
}
