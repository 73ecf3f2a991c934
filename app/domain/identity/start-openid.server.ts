import { randomBytes } from "node:crypto";
import type { Database } from "#app/db/client.server.ts";
import { keepOpenidFlow } from "#app/domain/identity/keep-openid-flow.server.ts";
import type { Openid, OpenidOutcome } from "#app/domain/identity/openid.ts";
import type { OpenidPurpose } from "#app/domain/identity/openid-purposes.ts";
import { findOpenidClient, findOpenidEntrance } from "#app/domain/identity/openid-queries.server.ts";
import { openidSecrets } from "#app/domain/identity/openid-secrets.server.ts";

type Edge = { db: Database; now: Date };
export type OpenidStart = {
  slug: string;
  redirectUri: string;
  /** The token in this browser's cookie. */
  browser: string;
  purpose: OpenidPurpose;
  /** Whose test or proof it is. */
  accountId: string | null;
  returnTo: string | null;
};

/** Begins one browser's way to the provider of an organization, and says where to send it. */
export async function startOpenid(
  edge: Edge,
  openid: Openid,
  start: OpenidStart,
): Promise<OpenidOutcome<string>> {
  const entrance = await findOpenidEntrance(edge.db, start.slug);
  const client = entrance ? await findOpenidClient(edge, entrance.orgId, start.redirectUri) : undefined;
  if (!entrance || !client) return { ok: false, why: "entrance" };
  const { browser, purpose, accountId, returnTo } = start;
  const state = randomBytes(32).toString("base64url");
  const again = purpose === "proof";
  const address = await openid.authorizationUrl(client, openidSecrets(state, browser), {
    again,
    now: edge.now,
  });
  if (!address.ok) return address;
  const place = { db: edge.db, orgId: entrance.orgId, now: edge.now };
  await keepOpenidFlow(place, { state, browser, purpose, accountId, returnTo });
  return address;
}
