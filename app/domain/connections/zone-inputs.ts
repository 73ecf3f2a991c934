import { z } from "zod";
import { readIpNetwork } from "#app/domain/trust/ip-networks.ts";
import { ZONES } from "#app/domain/trust/zone-words.ts";

/** What a rule of the zone policy speaks of. */
export const ZONE_RULE_KINDS = ["identity", "host", "network"] as const;
export type ZoneRuleKind = (typeof ZONE_RULE_KINDS)[number];

export const MOST_ZONE_RULES = 100;

const shape = {
  kind: z.enum(ZONE_RULE_KINDS),
  pattern: z
    .string()
    .trim()
    .min(1, "must say which")
    .max(300)
    .regex(/^[^\p{C}\s]+$/u, "must hold no blanks"),
  zone: z.enum(ZONES),
};

const PROBLEMS: Record<ZoneRuleKind, (pattern: string) => string | null> = {
  identity: (pattern) =>
    /^(?:\*|(?:npm|pypi|oci|remote|command):)/.test(pattern)
      ? null
      : "must begin with npm:, pypi:, oci:, remote:, command: or *",
  host: (pattern) =>
    /^[\w.*-]+$/.test(pattern) ? null : "must be a host such as mcp.example.com or *.example.com",
  network: (pattern) =>
    readIpNetwork(pattern) ? null : "must be a network such as 10.1.0.0/16, without bits behind its prefix",
};

function refuseOddPattern(ctx: z.core.ParsePayload<{ kind: ZoneRuleKind; pattern: string }>): void {
  const problem = PROBLEMS[ctx.value.kind](ctx.value.pattern);
  if (problem) ctx.issues.push({ code: "custom", input: ctx.value, path: ["pattern"], message: problem });
}

/** One rule: which servers, by identity, host or network, run in which zone. `*` stands for any run of characters. */
export const ZoneRule = z.strictObject(shape).check(refuseOddPattern);
export type ZoneRule = z.infer<typeof ZoneRule>;

const rules = z.array(ZoneRule).max(MOST_ZONE_RULES);

/** The whole ordered list; the first rule that applies decides. `version` is that of the list it replaces. */
export const SetZoneRulesInput = z.strictObject({ rules, version: z.int().min(0) });
export type SetZoneRulesInput = z.infer<typeof SetZoneRulesInput>;

export const PreviewZoneRulesInput = z.strictObject({ rules });
export type PreviewZoneRulesInput = z.infer<typeof PreviewZoneRulesInput>;

const at = z.int().min(1).max(MOST_ZONE_RULES);
const version = z.int().min(0);

/** Adds a rule at a position, counting from 1, or puts the rule that stood at `at` there. */
export const EditZoneRuleInput = z
  .strictObject({ at: at.optional(), position: at, version, ...shape })
  .check(refuseOddPattern);
export type EditZoneRuleInput = z.infer<typeof EditZoneRuleInput>;

export const RemoveZoneRuleInput = z.strictObject({ at, version });
export type RemoveZoneRuleInput = z.infer<typeof RemoveZoneRuleInput>;
