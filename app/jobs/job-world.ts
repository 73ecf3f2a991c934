import type { GuardedFetch, GuardedFetchOptions } from "#app/connectors/guarded-fetch.server.ts";
import type { Database } from "#app/db/client.server.ts";
import type { ObserveConnection } from "#app/domain/connections/connection-facts.ts";
import type { Deliver } from "#app/domain/mail.ts";
import type { SigstoreRoot } from "#app/domain/packages/npm/provenance/sigstore-root.server.ts";

/** What a job may use. */
export type JobWorld = {
  db: Database;
  now: () => Date;
  deliver: Deliver;
  /** The origin of links in mails. */
  publicUrl: string;
  /** The one way out to registries and other public services, bounded as asked. */
  reach: (limits: Omit<GuardedFetchOptions, "allowedNetworks" | "resolve">) => GuardedFetch;
  /** Address of the registry packages are looked up in, without a slash at its end. */
  npmRegistry: string;
  /** What signatures of builds are verified with. */
  sigstoreRoot: SigstoreRoot;
  /** Addresses of GitHub's and GitLab's REST interfaces, without a slash at their ends. */
  repositories: { github: string; gitlab: string };
  /** Looks at a remote server from outside. */
  observe: ObserveConnection;
  onError: (error: unknown, job: string) => void;
};
