import { openidConnector } from "#app/connectors/openid/openid-client.server.ts";
import type { Openid } from "#app/domain/identity/openid.ts";
import { environment } from "#app/env.server.ts";

let made: Openid | undefined;

/** The one way of this process to every organization's provider. */
export function openid(): Openid {
  made ??= openidConnector(environment().ALLOWED_NETWORKS);
  return made;
}
