import type { Database } from "#app/db/client.server.ts";

/** What a job may use. */
export type JobWorld = { db: Database; now: () => Date; onError: (error: unknown, job: string) => void };
