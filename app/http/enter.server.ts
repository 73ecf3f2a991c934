import { findProofWays } from "#app/domain/identity/proof-queries.server.ts";
import { hasSecondFactor, type ProofWays } from "#app/domain/identity/proof-rules.ts";
import { beginStep, STEP_MINUTES } from "#app/domain/identity/sign-in-step.server.ts";
import { stepCookie } from "./browser-cookie.server.ts";
import type { Edge } from "./edge.server.ts";
import { paths } from "./paths.ts";
import { openSession } from "./session.server.ts";

/** `ways` is there when nothing is open yet and a second factor is asked for at `to`. */
type Entered = { headers: Headers; to: string; ways?: ProofWays };

/**
 * What follows a right password, or a link that has just set one: a session, or the step to the second factor where the
 * account has one. The only way from a password to a session.
 */
export async function enterAfterPassword(
  edge: Edge,
  request: Request,
  { accountId, to }: { accountId: string; to: string },
): Promise<Entered> {
  const ways = await findProofWays(edge.db, accountId);
  if (!hasSecondFactor(ways)) return { headers: await openSession(edge, request, accountId), to };
  const secret = await beginStep(edge, { kind: "second_factor", accountId });
  const headers = new Headers({ "Set-Cookie": stepCookie("step", secret, STEP_MINUTES) });
  return { headers, to: paths.secondFactor(to), ways };
}
