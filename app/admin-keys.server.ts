import { sql } from "drizzle-orm";
import { embeddedHome } from "#app/boot.server.ts";
import { database } from "#app/db/runtime.server.ts";
import { forgetFormerKeys, replaceSealingKey } from "#app/db/sealing-key.server.ts";
import { Conflict } from "#app/domain/errors.ts";
import { getOperations } from "#app/domain/identity/operations-queries.server.ts";
import { findSealedOtherwise } from "#app/domain/identity/reseal-accounts.server.ts";
import { operatorContext } from "#app/operator-context.server.ts";

const BROUGHT =
  "With a database of your own the keys are yours: set CASTELLAN_KEY to a new key and CASTELLAN_FORMER_KEYS to the old one, and start Castellan anew. The operations page says when the old one is needed no more.";

/** A new sealing key beside the old one, on the embedded default. Throws Conflict with a database somebody brought. */
export async function replaceKey(): Promise<string> {
  const home = embeddedHome();
  if (!home) throw new Conflict(BROUGHT);
  replaceSealingKey(home);
  return `There is a new sealing key; the old one still opens what it sealed. Start Castellan anew now: what runs still
seals with the old key. Within a minute the sweep seals everything anew; then run: admin forget-former-keys
`;
}

/** Throws Conflict while anything is sealed with a former key: it could never be opened again. */
export async function forgetFormer(): Promise<string> {
  const home = embeddedHome();
  if (!home) throw new Conflict(BROUGHT);
  const organizations = await database().execute<{ id: string }>(
    sql`select id from lookup_organization_ids() as id`,
  );
  let left = 0;
  for (const { id } of organizations)
    left += (await getOperations(operatorContext(id))).secrets.withFormerKey;
  left += (await findSealedOtherwise(database(), 1_000)).length;
  if (left > 0) {
    throw new Conflict(
      `${left} secrets are still sealed with a former key. Start Castellan, wait for a sweep (a minute), and try again. Nothing was forgotten.`,
    );
  }
  const forgotten = forgetFormerKeys(home);
  return `${forgotten} former keys are forgotten. Backups made before now need them: keep those keys with the backups.\n`;
}
