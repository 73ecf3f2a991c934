import { z } from "zod";
import {
  CredentialFilter,
  ListedCredential,
  listCredentials,
} from "#app/domain/inventory/credential-queries.server.ts";
import { CREDENTIAL_STATES, PROVIDER_IDS } from "#app/domain/inventory/credential-words.ts";
import { SECRET_KINDS } from "#app/domain/inventory/scan-inputs.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant, PageQuery, pageOf } from "#app/http/api-shapes.ts";

const Filters = z.strictObject({
  ...PageQuery.shape,
  cursor: z
    .string()
    .regex(/^\d{1,7}$/)
    .optional(),
  kind: z.enum(SECRET_KINDS).optional(),
  provider: z.enum(PROVIDER_IDS).optional(),
  state: z.enum(CREDENTIAL_STATES).optional(),
  handle: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
});

export const credentialOperations: Operation[] = [
  operation({
    method: "GET",
    path: "/credentials",
    operationId: "listCredentials",
    summary:
      "List the secrets found or referred to in the launches, those in plain text first; never a value",
    description:
      "Derived from the launches as last reported. A secret found in several installations is one row where its fingerprint is the same. Of each row at most 100 places are told; the counts are of all.",
    tag: "Credentials",
    auth: "member",
    scope: "read",
    status: 200,
    query: Filters,
    response: pageOf(ListedCredential.extend({ firstSeenAt: Instant, lastSeenAt: Instant })),
    example: { query: "state=plain&provider=github" },
    run: async (ctx, { query: { limit, cursor, ...filter } }) => {
      const offset = Number(cursor ?? 0);
      const { rows, total } = await listCredentials(ctx, CredentialFilter.parse(filter), { limit, offset });
      const next = offset + rows.length;
      return { rows, nextCursor: rows.length > 0 && next < total ? String(next) : null };
    },
  }),
];
