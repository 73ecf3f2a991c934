import type postgres from "postgres";
import { connectionObserver } from "#app/connectors/connection/observe-connection.server.ts";
import { smtpDelivery } from "#app/connectors/delivery/smtp.server.ts";
import { guardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import { readTrustedRoot } from "#app/connectors/registries/read-trusted-root.server.ts";
import type { Database } from "#app/db/client.server.ts";
import { JOBS, type JobPayload } from "#app/db/queue.server.ts";
import { sigstoreRoot } from "#app/domain/packages/npm/provenance/sigstore-root.server.ts";
import type { JobWorld } from "#app/jobs/job-world.ts";
import { mailAccountNotice } from "#app/jobs/mail-account-notice.server.ts";
import { mailAddressProof } from "#app/jobs/mail-address-proof.server.ts";
import { mailFormerAddress } from "#app/jobs/mail-former-address.server.ts";
import { mailPasswordReset } from "#app/jobs/mail-password-reset.server.ts";

type Mailing = "mail_account_notice" | "mail_password_reset" | "mail_address_proof" | "mail_former_address";

const HANDLERS: { [N in Mailing]: (world: JobWorld, payload: JobPayload<N>) => Promise<void> } = {
  mail_account_notice: mailAccountNotice,
  mail_password_reset: mailPasswordReset,
  mail_address_proof: mailAddressProof,
  mail_former_address: mailFormerAddress,
};

/** Carries out every mail of accounts that waits, in order, as the worker would. Returns the names of the jobs. */
export async function runAccountMails(
  database: { db: Database; admin: postgres.Sql },
  smtpUrl: string,
  now = new Date(),
): Promise<string[]> {
  const world: JobWorld = {
    db: database.db,
    now: () => now,
    deliver: smtpDelivery(smtpUrl, "Castellan <castellan@example.test>"),
    publicUrl: "http://castellan.test",
    reach: (limits) => guardedFetch({ ...limits, allowedNetworks: [] }),
    npmRegistry: "http://127.0.0.1:9",
    sigstoreRoot: sigstoreRoot(readTrustedRoot(undefined)),
    repositories: { github: "http://127.0.0.1:9", gitlab: "http://127.0.0.1:9" },
    observe: connectionObserver({ allowedNetworks: [] }),
    onError: (error) => {
      throw error;
    },
  };
  const jobs = await database.admin<{ id: string; name: string; data: unknown }[]>`
    update pgboss.job set state = 'completed' where state = 'created' and name in ${database.admin(Object.keys(HANDLERS))}
    returning id, name, data`;
  for (const { name, data } of jobs) await carryOut(world, name, data);
  return jobs.map(({ name }) => name);
}

async function carryOut(world: JobWorld, name: string, data: unknown): Promise<void> {
  const known = Object.keys(HANDLERS).find((one): one is Mailing => one === name && one in HANDLERS);
  if (!known) throw new Error(`There is no mail called ${name}.`);
  await handle(world, known, data);
}

async function handle<N extends Mailing>(world: JobWorld, name: N, data: unknown): Promise<void> {
  await HANDLERS[name](world, JOBS[name].payload.parse(data) as JobPayload<N>);
}
