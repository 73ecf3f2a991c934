import { SetOpenidProviderInput } from "#app/domain/identity/openid-inputs.ts";
import { setOpenidProvider } from "#app/domain/identity/set-openid-provider.server.ts";
import { openidRedirectUri } from "#app/http/openid-browser.server.ts";
import { as, type TestOrganization } from "./factories.ts";
import type { OpenidProvider } from "./openid-provider.ts";

/** An organization's owner sets up a client at the provider and enters it. */
export async function setUpProvider(
  org: TestOrganization,
  provider: OpenidProvider,
  settings: Partial<SetOpenidProviderInput> = {},
): Promise<SetOpenidProviderInput> {
  const client = await provider.register(openidRedirectUri(org.slug));
  const scopes = ["openid", "email", "profile", "groups"];
  const input = SetOpenidProviderInput.parse({ issuer: provider.url, ...client, scopes, ...settings });
  await setOpenidProvider(as(org, org.owner, { now: new Date() }), input);
  return input;
}
