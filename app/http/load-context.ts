/** What Express hands to Remix with every request. */
declare module "@remix-run/node" {
  interface AppLoadContext {
    /** Shown to people with an error, written into the log and the audit event. */
    requestId: string;
    /** Allows the scripts of this one answer in the Content-Security-Policy. */
    cspNonce: string;
    /** Network address the request came from; behind a proxy only as far as TRUST_PROXY says. */
    clientAddress: string | null;
    /** When the request arrived: the only clock of everything behind it. */
    now: Date;
    /** The command line this server offers at /castellan.mjs: SHA-256 in hex, and its version. */
    collector: { sha256: string; version: string };
    /** Resolves when the connection takes more of the answer, or is gone: for answers too large to wait in memory. */
    drained: () => Promise<void>;
  }
}

export {};
