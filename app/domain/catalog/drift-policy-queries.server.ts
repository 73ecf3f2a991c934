import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { classOfKinds } from "#app/domain/catalog/drift/classify-drift.ts";
import {
  type ChangeKind,
  DEFAULT_DRIFT_POLICY,
  DRIFT_CLASSES,
  type DriftClass,
  type DriftPolicy,
  LAUNCH_CHANGES,
  type LaunchChange,
} from "#app/domain/catalog/drift/drift-words.ts";
import { isDrifting } from "#app/domain/catalog/drift-sql.server.ts";
import { driftPolicy } from "#app/domain/catalog/drift-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/** What the organization makes of each kind of change now; a kind it never chose for counts as before it chose. */
export async function getPolicyInForce(tx: Transaction, ctx: Ctx): Promise<DriftPolicy> {
  const [row] = await tx
    .select({ classes: driftPolicy.classes })
    .from(driftPolicy)
    .where(inOrg(ctx, driftPolicy));
  return { ...DEFAULT_DRIFT_POLICY, ...row?.classes };
}

export type PolicyInForce = {
  classes: DriftPolicy;
  /** null: nobody chose yet */
  changed: { at: Date; by: string } | null;
  /** servers that differ from what was approved, undecided, whether the difference was classified or not */
  drifting: number;
  /** installations that are not started as approved */
  installations: number;
};

export function getDriftPolicy(ctx: Ctx): Promise<PolicyInForce> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx
      .select({ at: driftPolicy.changedAt, by: member.name })
      .from(driftPolicy)
      .innerJoin(member, and(eq(member.orgId, driftPolicy.orgId), eq(member.id, driftPolicy.changedBy)))
      .where(inOrg(ctx, driftPolicy));
    const [counted] = await tx.execute<{ drifting: number; installations: number }>(sql`
      select (select count(*)::int from pinned_list l where l.org_id = ${ctx.orgId} and ${isDrifting(ctx)}) as drifting,
        (select count(*)::int from launch_drift where org_id = ${ctx.orgId} and ended_at is null) as installations`);
    return {
      classes: await getPolicyInForce(tx, ctx),
      changed: row ?? null,
      drifting: counted?.drifting ?? 0,
      installations: counted?.installations ?? 0,
    };
  });
}

const PREVIEWED = 200;
const Drifting = z.object({
  id: z.string(),
  identity: z.string(),
  drift: z.enum(DRIFT_CLASSES),
  kinds: z.array(z.custom<ChangeKind>((value) => typeof value === "string")),
});

const Launches = z.object({
  change: z.enum(LAUNCH_CHANGES),
  before: z.enum(DRIFT_CLASSES),
  installations: z.number(),
});

export type PolicyPreview = {
  rows: { serverId: string; identity: string; before: DriftClass; after: DriftClass }[];
  /** installations that are not started as approved and would be classified otherwise, by what changed */
  launches: { change: LaunchChange; before: DriftClass; after: DriftClass; installations: number }[];
  /** servers that were looked at; of more than these the first by id */
  looked: number;
  isMore: boolean;
};

/** Which servers that drift now would be classified otherwise under `policy`, from the changes that were found. */
export function previewDriftPolicy(ctx: Ctx, policy: DriftPolicy): Promise<PolicyPreview> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const found = z.array(Drifting).parse([
      ...(await tx.execute(sql`
        select l.server_id as id, s.identity, l.drift, array(
            select w ->> 'kind' from jsonb_array_elements(l.whole) w
            union select c ->> 'kind' from tool_drift d, jsonb_array_elements(d.changes) c
            where d.org_id = ${ctx.orgId} and d.server_id = l.server_id) as kinds
        from pinned_list l join server s on s.org_id = l.org_id and s.id = l.server_id
        where l.org_id = ${ctx.orgId} and l.drift is not null order by l.server_id limit ${PREVIEWED + 1}`)),
    ]);
    const looked = found.slice(0, PREVIEWED);
    const launches = z.array(Launches).parse([
      ...(await tx.execute(sql`
        select change, class as before, count(*)::int as installations from launch_drift
        where org_id = ${ctx.orgId} and ended_at is null group by change, class order by change, class`)),
    ]);
    return {
      rows: looked.flatMap(({ id, identity, drift, kinds }) => {
        const after = classOfKinds(kinds, policy) ?? drift;
        return after === drift ? [] : [{ serverId: id, identity, before: drift, after }];
      }),
      launches: launches.flatMap(({ change, before, installations }) =>
        policy[change] === before ? [] : [{ change, before, after: policy[change], installations }],
      ),
      looked: looked.length,
      isMore: found.length > PREVIEWED,
    };
  });
}
