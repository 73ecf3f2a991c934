import type { Database } from "#app/db/client.server.ts";
import type { Deliver } from "#app/domain/mail.ts";

/** What a job may use. */
export type JobWorld = {
  db: Database;
  now: () => Date;
  deliver: Deliver;
  /** The origin of links in mails. */
  publicUrl: string;
  onError: (error: unknown, job: string) => void;
};
