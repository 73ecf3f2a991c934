import { z } from "zod";
import { changeOrganization } from "#app/domain/identity/change-organization.server.ts";
import { ChangeOrganizationInput, RequireTwoFactorsInput } from "#app/domain/identity/organization-inputs.ts";
import { getOrganization } from "#app/domain/identity/organization-queries.server.ts";
import { requireTwoFactors } from "#app/domain/identity/require-two-factors.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Organization = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  timeZone: z.string(),
  /** ISO weekdays: 1 is Monday. */
  workingDays: z.array(z.number().int()),
  worksFrom: z.string(),
  worksTo: z.string(),
  isDemo: z.boolean(),
  /** Whether members need a second factor before anything opens in a browser. */
  needsTwoFactors: z.boolean(),
  createdAt: Instant,
});

export const organizationOperations: Operation[] = [
  operation({
    method: "GET",
    path: "/organization",
    operationId: "getOrganization",
    summary: "The organization of this key",
    tag: "Organization",
    auth: "member",
    scope: "read",
    status: 200,
    response: Organization,
    run: (ctx) => getOrganization(ctx),
  }),
  operation({
    method: "PATCH",
    path: "/organization",
    operationId: "changeOrganization",
    summary: "Change name, time zone or working hours",
    tag: "Organization",
    auth: "member",
    scope: "admin",
    status: 200,
    body: ChangeOrganizationInput,
    response: Organization,
    example: { body: { timeZone: "Europe/Vienna", worksFrom: "08:30" } },
    run: (ctx, { body }) => changeOrganization(ctx, body),
  }),
  operation({
    method: "PUT",
    path: "/organization/two-factors",
    operationId: "requireTwoFactors",
    summary: "Ask every member for a second factor",
    description:
      "Counts from each member's next request. Letting it go again takes a fresh proof of who acts, which a key cannot give: that is refused here and done in the browser.",
    tag: "Organization",
    auth: "member",
    scope: "admin",
    status: 200,
    body: RequireTwoFactorsInput,
    response: z.object({ needed: z.boolean() }),
    example: { body: { needed: "yes" } },
    run: (ctx, { body }) => requireTwoFactors(ctx, body),
  }),
];
