import { and, asc, count, desc, eq, isNull, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { freeText } from "#app/domain/audit/free-text-tables.server.ts";
import { TOOL_CLASSES } from "#app/domain/catalog/catalog-words.ts";
import type { DriftClass } from "#app/domain/catalog/drift/drift-words.ts";
import { block, manifest, pin, server, tool } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { finding, installation } from "#app/domain/inventory/inventory-tables.server.ts";
import type { FindingRule } from "#app/domain/inventory/inventory-words.ts";
import type { ChecklistFacts } from "#app/domain/requests/checklist-evidence.ts";
import { checklistRows, type PersonsAnswer } from "#app/domain/requests/checklist-rules.ts";
import { checklistAnswer } from "#app/domain/requests/request-tables.server.ts";
import type { FrozenEvidence } from "#app/domain/requests/request-words.ts";
import { type Risk, riskOf } from "#app/domain/requests/risk-rules.ts";
import { freezeTrust } from "#app/domain/trust/frozen-trust.ts";
import { readServerTrust } from "#app/domain/trust/trust-queries.server.ts";

const MOST_FINDINGS = 100;

export type ServerEvidence = Awaited<ReturnType<typeof getServerEvidence>>;

/** What is known of a server now: its listed tools, what was pinned, open findings, where it runs and how far to trust it. */
export async function getServerEvidence(
  tx: Transaction,
  ctx: Ctx,
  serverId: string,
  release?: string | null,
) {
  const [found] = await tx
    .select({
      id: server.id,
      identity: server.identity,
      kind: server.kind,
      manifest: {
        id: manifest.id,
        release: manifest.release,
        hash: manifest.hash,
        observedAt: manifest.observedAt,
        isConfirmed: manifest.isConfirmed,
      },
      hides: sql<boolean>`coalesce(jsonb_array_length(${manifest.hidden}) > 0, false)`,
      blockReason: sql<
        string | null
      >`case when ${block.id} is null then null else coalesce(${freeText.text}, '') end`,
    })
    .from(server)
    .leftJoin(manifest, and(eq(manifest.orgId, server.orgId), eq(manifest.id, server.manifestId)))
    .leftJoin(
      block,
      and(
        eq(block.orgId, server.orgId),
        eq(block.subjectKind, "server"),
        eq(block.subjectKey, sql`${server.id}::text`),
        isNull(block.liftedAt),
      ),
    )
    .leftJoin(freeText, and(eq(freeText.orgId, block.orgId), eq(freeText.id, block.reasonId)))
    .where(and(inOrg(ctx, server), eq(server.id, serverId)));
  if (!found) throw new NotFound("server");
  const tools = await tx
    .select({
      name: tool.name,
      class: tool.class,
      classSource: tool.classSource,
      touched: tool.touched,
      touches: tool.touches,
      hash: tool.hash,
      title: tool.title,
      description: tool.description,
      pinnedHash: pin.toolHash,
      hides: sql<boolean>`jsonb_array_length(${tool.hidden}) > 0`,
    })
    .from(tool)
    .leftJoin(
      pin,
      and(eq(pin.orgId, tool.orgId), eq(pin.serverId, tool.serverId), eq(pin.toolName, tool.name)),
    )
    .where(and(inOrg(ctx, tool), eq(tool.serverId, serverId)))
    .orderBy(asc(tool.position))
    .limit(2_000);
  const pinned = await tx
    .select({ name: pin.toolName })
    .from(pin)
    .where(and(inOrg(ctx, pin), eq(pin.serverId, serverId)))
    .limit(2_000);
  const [seen] = await tx
    .select({ installations: count() })
    .from(installation)
    .where(
      and(inOrg(ctx, installation), eq(installation.serverId, serverId), isNull(installation.removedAt)),
    );
  const findings = await tx
    .select({
      installationId: installation.id,
      rule: finding.rule,
      severity: finding.severity,
      where: finding.where,
      sentence: finding.sentence,
      remedy: finding.remedy,
      acceptedUntil: finding.acceptedUntil,
    })
    .from(finding)
    .innerJoin(
      installation,
      and(eq(installation.orgId, finding.orgId), eq(installation.id, finding.installationId)),
    )
    .where(
      and(
        inOrg(ctx, finding),
        eq(finding.serverId, serverId),
        isNull(finding.resolvedAt),
        isNull(installation.removedAt),
      ),
    )
    .orderBy(desc(finding.severityRank), asc(finding.id))
    .limit(1_000);
  const isAccepted = (one: { acceptedUntil: Date | null }) =>
    one.acceptedUntil !== null && one.acceptedUntil > ctx.now;
  return {
    server: { id: found.id, identity: found.identity, kind: found.kind },
    /** why its calls are refused now, whatever is granted; null when they are not */
    blockReason: found.blockReason,
    manifest: found.manifest,
    /** something is hidden in what it says of itself as a whole */
    hides: found.hides,
    tools,
    pinnedNames: pinned.map((row) => row.name),
    installations: seen?.installations ?? 0,
    findings: findings.filter((one) => !isAccepted(one)),
    /** Somebody lives with them until a day: they raise no risk, and what they say stays true. */
    accepted: findings.filter(isAccepted),
    trust: await readServerTrust(tx, ctx, serverId, release ?? undefined),
  };
}

/** What people said of the checklist of one request. */
export function getChecklistAnswers(tx: Transaction, ctx: Ctx, requestId: string): Promise<PersonsAnswer[]> {
  return tx
    .select({
      item: checklistAnswer.item,
      answer: checklistAnswer.answer,
      note: freeText.text,
      noteId: checklistAnswer.noteId,
      answeredBy: checklistAnswer.answeredBy,
      answeredAt: checklistAnswer.answeredAt,
    })
    .from(checklistAnswer)
    .leftJoin(
      freeText,
      and(eq(freeText.orgId, checklistAnswer.orgId), eq(freeText.id, checklistAnswer.noteId)),
    )
    .where(and(inOrg(ctx, checklistAnswer), eq(checklistAnswer.requestId, requestId)))
    .limit(20);
}

/** The checklist as it stands; `asked` null means all tools. */
export function checklistOf(
  evidence: ServerEvidence,
  asked: readonly string[] | null,
  answers: readonly PersonsAnswer[],
  now: Date,
) {
  const places = new Map<FindingRule, Set<string>>();
  for (const { rule, installationId } of [...evidence.findings, ...evidence.accepted]) {
    places.set(rule, (places.get(rule) ?? new Set()).add(installationId));
  }
  const facts: ChecklistFacts = {
    serverKind: evidence.server.kind,
    installations: evidence.installations,
    findings: Object.fromEntries([...places].map(([rule, ids]) => [rule, ids.size])),
    tools: evidence.manifest ? evidence.tools : null,
    asked,
    trust: evidence.trust.pieces,
  };
  return checklistRows(facts, answers, now);
}

export function riskOfRequest(
  evidence: ServerEvidence,
  request: { tools: readonly string[] | null; environment: string; change: DriftClass | null },
): { risk: Risk; because: string[] } {
  const asked = evidence.tools.filter((one) => request.tools === null || request.tools.includes(one.name));
  return riskOf({
    worstFinding: evidence.findings[0]?.severity ?? null,
    environment: request.environment,
    classes: evidence.manifest
      ? asked.flatMap((one) => TOOL_CLASSES.filter((known) => one.touched.includes(known)))
      : null,
    hides: evidence.hides || asked.some((one) => one.hides),
    change: request.change,
  });
}

/** What is kept with a decision. */
export function freezeEvidence(
  evidence: ServerEvidence,
  checklist: FrozenEvidence["checklist"],
  asked: { tools: string[] | null; environment: string; endsAt: Date; release: string | null },
): FrozenEvidence {
  return {
    // a person's own words stay where they can be erased: the row names them
    checklist: checklist.map((row) => (row.by === "person" ? { ...row, note: "" } : row)),
    manifest: evidence.manifest && {
      ...evidence.manifest,
      observedAt: evidence.manifest.observedAt.toISOString(),
    },
    tools: evidence.tools.map(({ name, class: toolClass, classSource, hash }) => ({
      name,
      class: toolClass,
      classSource,
      hash,
    })),
    findings: evidence.findings
      .slice(0, MOST_FINDINGS)
      .map(({ rule, severity, where, sentence }) => ({ rule, severity, where, sentence })),
    trust: freezeTrust(evidence.trust),
    asked: {
      tools: asked.tools,
      environment: asked.environment,
      endsAt: asked.endsAt.toISOString(),
      release: asked.release,
    },
  };
}
