import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll } from "vitest";
import { connectionObserver } from "#app/connectors/connection/observe-connection.server.ts";
import { guardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import { readTrustedRoot } from "#app/connectors/registries/read-trusted-root.server.ts";
import { sigstoreRoot } from "#app/domain/packages/npm/provenance/sigstore-root.server.ts";
import type { JobWorld } from "#app/jobs/job-world.ts";

/** What a job gets where no mail is expected. */
export const noMail: Pick<
  JobWorld,
  "deliver" | "publicUrl" | "reach" | "observe" | "npmRegistry" | "sigstoreRoot" | "repositories"
> = {
  deliver: async () => ({ outcome: "not_set_up" }),
  publicUrl: "http://castellan.test",
  reach: (limits) => guardedFetch({ ...limits, allowedNetworks: [] }),
  npmRegistry: "http://127.0.0.1:9",
  sigstoreRoot: sigstoreRoot(readTrustedRoot(undefined)),
  repositories: { github: "http://127.0.0.1:9", gitlab: "http://127.0.0.1:9" },
  observe: connectionObserver({ allowedNetworks: [] }),
};

type Answer = { code: number; text: string };

/**
 * A real SMTP server on loopback. `inbox` holds what it accepted, in order; `refuse` makes it answer an address with
 * an SMTP code (550 bounces, 451 is passing) until `accept` is called.
 */
export function openSmtp() {
  const inbox: ParsedMail[] = [];
  const refused = new Map<string, Answer>();
  let url = "";
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onRcptTo(address, _session, done) {
      const answer = refused.get(address.address);
      done(answer ? Object.assign(new Error(answer.text), { responseCode: answer.code }) : null);
    },
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        inbox.push(mail);
        done();
      }, done);
    },
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.server.address();
    if (address === null || typeof address === "string") throw new Error("The SMTP server has no port.");
    url = `smtp://127.0.0.1:${address.port}`;
  });
  afterAll(async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return {
    inbox,
    get url() {
      return url;
    },
    refuse: (address: string, code: number, text = "no") => refused.set(address, { code, text }),
    accept: (address: string) => refused.delete(address),
  };
}
