import { uuidv7 } from "uuidv7";
import type { Database } from "#app/db/client.server.ts";
import { acceptInvitation } from "#app/domain/identity/accept-invitation.server.ts";
import { createOrganization } from "#app/domain/identity/create-organization.server.ts";
import { CreateOrganizationInput } from "#app/domain/identity/organization-inputs.ts";
import { resetSignIn } from "#app/domain/identity/reset-sign-in.server.ts";
import { operatorContext } from "#app/operator-context.server.ts";

const OWNER = { email: "owner@demo.example", name: "Demo owner" };

interface DemoOptions {
  db: Database;
  now: Date;
  /** For the owner of the demo organization. */
  password: string;
}

/** Makes the demo organization by calling the product's own verbs, and returns the address its owner signs in with. */
export async function seedDemo({ db, now, password }: DemoOptions): Promise<{ email: string }> {
  const ctx = operatorContext(uuidv7(), now);
  const input = CreateOrganizationInput.parse({
    name: "Demo organization",
    ownerEmail: OWNER.email,
    ownerName: OWNER.name,
    isDemo: true,
  });
  const { owner } = await createOrganization(ctx, input);
  const { token } = await resetSignIn(ctx, { memberId: owner.memberId });
  const edge = { db, now, requestId: ctx.requestId, from: null };
  await acceptInvitation(edge, { token, password, signedInAs: null });
  return { email: OWNER.email };
}
