import { z } from "zod";
import { DECLARED_TOUCHES } from "./registry-words.ts";

/** As stored: what `formats/registry-format.ts` says of a listing. */
export const Demand = z.object({
  name: z.string(),
  as: z.enum(["env", "header", "argument"]),
  isSecret: z.boolean(),
  isRequired: z.boolean(),
});

const texts = z.array(z.string()).optional();

export const DeclaredFacts = z.object({
  tools: z.array(z.object({ name: z.string(), touch: z.enum(DECLARED_TOUCHES) })).optional(),
  toolCount: z.number().optional(),
  hasDynamicTools: z.boolean().optional(),
  network: z
    .object({
      reach: z.enum(["any", "none", "listed", "unnamed"]),
      hosts: z.array(z.string()),
      ports: z.array(z.number()).optional(),
    })
    .optional(),
  volumes: texts,
  reads: texts,
  writes: texts,
  provenance: z
    .object({
      repository: z.string().optional(),
      signer: z.string().optional(),
      issuer: z.string().optional(),
    })
    .optional(),
  commit: z.string().optional(),
  tier: z.string().optional(),
  stars: z.number().optional(),
  category: z.string().optional(),
  tags: texts,
  oauth: z.array(z.object({ provider: z.string().optional(), scopes: z.array(z.string()) })).optional(),
});
