import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { canonicalTool } from "#app/domain/catalog/canonical-tool.ts";
import type { ManifestBeside, ManifestTool } from "#app/domain/catalog/manifest-inputs.ts";

/** SHA-256 of the canonical tool, hex. */
export function hashTool(tool: ManifestTool): string {
  return createHash("sha256").update(canonicalTool(tool)).digest("hex");
}

/** SHA-256 over name and hash of every tool in name order, hex: the order a server lists them in does not matter. */
export function hashManifest(tools: readonly { name: string; hash: string }[]): string {
  const lines = tools.map(({ name, hash }) => JSON.stringify([name, hash])).sort();
  return createHash("sha256").update(lines.join("\n")).digest("hex");
}

/** SHA-256 over instructions, prompts and resources, hex: what a server says beside its tools, in any order. */
export function hashBeside({ instructions, prompts, resources }: ManifestBeside): string {
  const inOrder = (list: readonly object[] | undefined) => list?.map((one) => canonicalize(one)).sort();
  const whole = { instructions, prompts: inOrder(prompts), resources: inOrder(resources) };
  return createHash("sha256")
    .update(canonicalize(whole) ?? "")
    .digest("hex");
}
