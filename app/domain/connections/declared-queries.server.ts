import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import {
  type Declared,
  declaredForServer,
  type RegistryDeclaration,
} from "#app/domain/catalog/permissions/declared-rules.ts";
import { ConnectionFacts } from "#app/domain/connections/connection-facts.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";
import { DeclaredFacts, Demand } from "#app/domain/registries/listing-shapes.ts";

/** Entries of registries that are read for one server. */
const MOST_ENTRIES = 20;

const Looked = z.object({
  identity: z.string(),
  seen: z.object({ at: z.coerce.date(), facts: ConnectionFacts }).nullable(),
});

const Entry = z.object({
  registry: z.string(),
  at: z.coerce.date().nullable(),
  declared: DeclaredFacts,
  demands: z.array(z.array(Demand)),
});

/** What is declared for a server as a whole, by registries and by its own authorization metadata. Throws NotFound. */
export function getDeclared(ctx: Ctx, serverId: string): Promise<Declared> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.execute(sql`
      select s.identity, (select jsonb_build_object('at', l.looked_at, 'facts', l.facts) from connection_look l
          where l.org_id = s.org_id and l.server_id = s.id and l.state = 'observed'
          order by l.asked_at desc, l.id desc limit 1) as seen
      from server s where s.org_id = ${ctx.orgId} and s.id = ${serverId}`);
    if (!row) throw new NotFound("server");
    const { identity, seen } = Looked.parse(row);
    // of each entry of a registry the newest version that names this identity speaks for the server
    const entries = await tx.execute(sql`
      select distinct on (g.name, g.id, l.name) g.name as registry, g.imported_at as at, l.declared,
        (select jsonb_agg(p.demands order by p.position) from listing_identity p
          where p.org_id = ${ctx.orgId} and p.listing_id = l.id and p.identity = ${identity}) as demands
      from listing_identity li
      join listing l on l.org_id = ${ctx.orgId} and l.id = li.listing_id and l.removed_at is null
      join registry g on g.org_id = ${ctx.orgId} and g.id = l.registry_id and g.removed_at is null
      where li.org_id = ${ctx.orgId} and li.identity = ${identity}
      order by g.name, g.id, l.name, l.is_latest desc, l.version_order desc, l.id limit ${MOST_ENTRIES}`);
    const authentication = seen?.facts.authentication;
    return declaredForServer({
      registries: z
        .array(Entry)
        .parse([...entries])
        .map(declarationOf),
      observed:
        seen && authentication?.kind === "oauth" ? { scopes: authentication.scopes, at: seen.at } : null,
    });
  });
}

function declarationOf({ registry, at, declared, demands }: z.infer<typeof Entry>): RegistryDeclaration {
  const { network, volumes = [], reads = [], writes = [], oauth = [] } = declared;
  // a volume is writable unless it is mounted `:ro`
  const isReadOnly = (volume: string) => /:ro(?:,|$)/.test(volume);
  return {
    registry,
    at,
    network,
    reads: [...reads, ...volumes.filter(isReadOnly)],
    changes: [...writes, ...volumes.filter((volume) => !isReadOnly(volume))],
    secrets: demands.flat().flatMap(({ name, isSecret }) => (isSecret ? [name] : [])),
    oauth,
  };
}
