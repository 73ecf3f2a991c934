import { hash } from "node:crypto";
import {
  SSEClientTransport,
  StreamableHTTPClientTransport,
  type Transport,
} from "@modelcontextprotocol/client";
import { z } from "zod";
import { readChallenge } from "#app/connectors/connection/challenge.ts";
import { FetchRefused, type FetchTrouble } from "#app/connectors/fetch-refused.ts";
import type { GuardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import { CouldNotLook } from "#app/domain/catalog/asking/could-not-look.ts";
import { type Listing, listEverything, messageOf } from "#app/domain/catalog/asking/list-everything.ts";
import { readListing } from "#app/domain/catalog/asking/read-listing.ts";
import { storable } from "#app/domain/catalog/asking/storable-text.ts";
import type { Manifest } from "#app/domain/catalog/manifest-inputs.ts";
import { watchedFetch } from "./watched-fetch.server.ts";

const TROUBLE: Record<FetchTrouble, string> = {
  address: "its address is not on the public internet, which is not allowed here",
  scheme: "it is not reached over https",
  unreachable: "it did not answer",
  slow: "it did not answer in time",
  large: "it answered more than is read",
  redirects: "it led on too often",
  packed: "it answered something packed, whose size could not be bounded",
};

export type RemoteOptions = {
  /** The one way out, bounded for each exchange. */
  reach: GuardedFetch;
  /** For everything together, in milliseconds. */
  totalMs: number;
  version: string;
};

/**
 * Asks a remote server for all it lists, without credentials, over streamable HTTP and, where that is not spoken, over the
 * older event stream. Throws CouldNotLook with the reason for whatever else happens.
 */
export async function askRemote(identity: string, options: RemoteOptions): Promise<Manifest> {
  const address = identity.replace(/^remote:/, "");
  if (!URL.canParse(address)) throw new CouldNotLook("its address is not complete");
  const url = new URL(address);
  const watched = watchedFetch(options.reach);
  const deadline = performance.now() + options.totalMs;
  const ask = (transport: Transport) =>
    withinTime(transport, Math.max(1_000, deadline - performance.now()), options);
  let listing: Listing;
  try {
    listing = await ask(new StreamableHTTPClientTransport(url, { fetch: watched.fetch })).catch(
      (error: unknown) => {
        if (!watched.isOlder()) throw error;
        watched.startAnew();
        return ask(
          new SSEClientTransport(url, { fetch: watched.fetch, eventSourceInit: { fetch: watched.fetch } }),
        );
      },
    );
  } catch (error) {
    throw await reasonOf(error, watched, options);
  }
  return readListing({ identity, release: releaseOf(listing) }, listing, (text) => hash("sha256", text));
}

/** Nobody pins a remote server's release: it is what the server says of itself now. */
function releaseOf({ serverInfo }: Listing): string {
  const said = storable(serverInfo?.version ?? "", 100);
  return /^[\w.+-]{1,100}$/.test(said) ? said : "unversioned";
}

async function withinTime(
  transport: Transport,
  milliseconds: number,
  { version }: RemoteOptions,
): Promise<Listing> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new CouldNotLook(TROUBLE.slow)), milliseconds);
  });
  try {
    return await Promise.race([
      listEverything(transport, { version, mode: "auto", timeout: milliseconds }),
      late,
    ]);
  } finally {
    clearTimeout(timer);
    await transport.close();
  }
}

const Metadata = z.looseObject({ authorization_servers: z.array(z.string().max(300)).max(20) });

async function reasonOf(
  error: unknown,
  { seen }: ReturnType<typeof watchedFetch>,
  { reach }: RemoteOptions,
): Promise<CouldNotLook> {
  if (error instanceof CouldNotLook) return error;
  if (seen.trouble) return new CouldNotLook(TROUBLE[seen.trouble]);
  if (seen.status === 401 || seen.status === 403) {
    const challenge = readChallenge(seen.challenge ?? undefined);
    const issuers = challenge.resourceMetadata ? await issuersAt(challenge.resourceMetadata, reach) : [];
    const scheme = challenge.scheme === null ? "" : ` (${challenge.scheme})`;
    // an address of another's choice, as it would be connected to: nothing in it that nobody sees
    const by = issuers.length > 0 ? ` by ${issuers.join(", ")}` : "";
    return new CouldNotLook(`needs authentication${scheme}${by}`);
  }
  if (seen.status >= 300) return new CouldNotLook(`it answered with status ${seen.status}`);
  if (/^text\/html\b/i.test(seen.type)) return new CouldNotLook("it answered with a web page");
  return new CouldNotLook(storable(messageOf(error), 200));
}

async function issuersAt(address: string, reach: GuardedFetch): Promise<string[]> {
  if (!URL.canParse(address)) return [];
  try {
    const answer = await reach(address, { headers: { accept: "application/json" } });
    const parsed = Metadata.safeParse(await answer.json());
    return parsed.success
      ? parsed.data.authorization_servers
          .filter((one) => URL.canParse(one))
          .slice(0, 3)
          .map((one) => new URL(one).href.replace(/\/$/, "").slice(0, 300))
      : [];
  } catch (error) {
    if (error instanceof FetchRefused || error instanceof SyntaxError) return [];
    throw error;
  }
}
