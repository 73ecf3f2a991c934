import { z } from "zod";
import { isVisibleName, VISIBLE_ONLY } from "#app/domain/identity/visible-name.ts";

export const MANIFEST_LIMITS = {
  tools: 2_000,
  textLength: 20_000,
  jsonLength: 100_000,
  jsonDepth: 32,
} as const;

function depthOf(value: unknown, limit: number): number {
  if (limit === 0 || typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map((inner) => depthOf(inner, limit - 1)));
}

/** A JSON object from a server, bounded in depth and in length as JSON. */
const boundedObject = z
  .record(z.string(), z.unknown())
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
  annotations: ToolAnnotations.optional(),
});
export type ManifestTool = z.infer<typeof ManifestTool>;

/** The body of `POST /api/v1/manifests`: the tools of one release as one probe saw them. */
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
  observedBy: z.literal("probe"),
});
export type Manifest = z.infer<typeof Manifest>;
