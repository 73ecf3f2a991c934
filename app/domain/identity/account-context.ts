import type { Database } from "#app/db/client.server.ts";
import type { SignedIn } from "#app/domain/identity/touch-session.server.ts";

/** What whoever is signed in may do to their own account depends on. Belongs to no organization. */
export type AccountCtx = {
  db: Database;
  now: Date;
  requestId: string;
  from: string | null;
  account: SignedIn;
};
