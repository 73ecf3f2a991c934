import { z } from "zod";
import { SetOpenidProviderInput } from "#app/domain/identity/openid-inputs.ts";
import { getOpenidProvider } from "#app/domain/identity/openid-queries.server.ts";
import { setOpenidProvider } from "#app/domain/identity/set-openid-provider.server.ts";
import { ROLES } from "#app/domain/permissions.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Provider = z.object({
  issuer: z.string(),
  clientId: z.string(),
  secretSetAt: Instant.meta({ description: "When the client secret was entered. It is never shown." }),
  scopes: z.array(z.string()),
  groupClaim: z.string(),
  domains: z.array(z.string()),
  defaultRole: z.enum(ROLES).nullable(),
  joins: z.boolean(),
  isRequired: z.boolean(),
  testedAt: Instant.nullable(),
  groups: z.array(
    z.object({ name: z.string(), role: z.enum(ROLES).nullable(), teamId: z.uuid().nullable() }),
  ),
});

const facts = { tag: "Sign-in", auth: "member", path: "/openid-provider", scope: "admin" } as const;

export const openidOperations: Operation[] = [
  operation({
    ...facts,
    method: "GET",
    operationId: "getOpenidProvider",
    summary: "Where members sign in",
    status: 200,
    response: Provider,
    run: (ctx) => getOpenidProvider(ctx),
  }),
  operation({
    ...facts,
    method: "PUT",
    operationId: "setOpenidProvider",
    summary: "Set what groups at the provider give, and who may join",
    description:
      "Issuer, client id and client secret decide who can come in, so they are changed in the browser only, after a fresh proof: send them as they are, and no secret.",
    status: 200,
    body: SetOpenidProviderInput,
    response: z.object({ issuer: z.string() }),
    example: {
      body: {
        issuer: "https://login.example.com",
        clientId: "castellan",
        domains: ["example.com"],
        joins: true,
        groups: [{ name: "security-team", role: "security" }],
      },
    },
    run: (ctx, { body }) => setOpenidProvider(ctx, body),
  }),
];
