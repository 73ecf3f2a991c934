import { z } from "zod";
import { EmailAddress } from "#app/domain/identity/email-address.ts";
import type { OpenidAnswer } from "#app/domain/identity/openid.ts";
import { Refused } from "./refusal-of.server.ts";

const MOST_GROUPS = 500;

const Claims = z.object({
  sub: z.string().min(1).max(255),
  auth_time: z.number().int().positive().optional().catch(undefined),
});
const Email = EmailAddress.optional().catch(undefined);
const Name = z.string().max(300).optional().catch(undefined);
const Groups = z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]);

/**
 * The person of a checked ID token, with what userinfo adds to it. A claim that is missing is nobody's: no groups, no
 * verified address. Throws Refused when the provider says that it left the groups out, since their absence then says
 * nothing (OpenID Connect Core, 5.6.2), or when a claim has no shape we know.
 */
export function readPerson(
  token: Record<string, unknown>,
  more: Record<string, unknown>,
  groupClaim: string,
): OpenidAnswer {
  const said = (name: string) => token[name] ?? more[name];
  const claims = Claims.safeParse(token);
  const groups = Groups.safeParse(said(groupClaim) ?? undefined);
  if (!claims.success || !groups.success) throw new Refused("odd_answer");
  if (said(groupClaim) === undefined && isWithheld(said("_claim_names"), groupClaim))
    throw new Refused("withheld");
  if (groups.data.length > MOST_GROUPS) throw new Refused("withheld");
  // Address and its being verified are taken from the same answer, never one from each.
  const source = token.email === undefined ? more : token;
  const email = source.email_verified === true ? Email.parse(source.email) : undefined;
  const { sub, auth_time } = claims.data;
  return {
    subject: sub,
    email: email ?? null,
    name: Name.parse(said("name")) ?? null,
    groups: groups.data.map((group) => group.trim()).filter(Boolean),
    authenticatedAt: auth_time === undefined ? null : new Date(auth_time * 1_000),
  };
}

function isWithheld(names: unknown, groupClaim: string): boolean {
  return typeof names === "object" && names !== null && groupClaim in names;
}
