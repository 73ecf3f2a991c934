import { uuidv7 } from "uuidv7";
import type { Database } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { OpenidPurpose } from "#app/domain/identity/openid-purposes.ts";
import { flowEnd } from "#app/domain/identity/openid-rules.ts";
import { openidFlow } from "#app/domain/identity/openid-tables.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";

type Place = { db: Database; orgId: string; now: Date };

/** Remembers one browser's way to the provider. */
export async function keepOpenidFlow(
  place: Place,
  flow: {
    state: string;
    browser: string;
    purpose: OpenidPurpose;
    accountId: string | null;
    returnTo: string | null;
  },
): Promise<void> {
  const { state, browser, ...rest } = flow;
  await inTransaction(place, (tx) =>
    tx.insert(openidFlow).values({
      orgId: place.orgId,
      id: uuidv7(),
      ...rest,
      stateHash: hashSecret(state),
      browserHash: hashSecret(browser),
      createdAt: place.now,
      expiresAt: flowEnd(place.now),
    }),
  );
}
