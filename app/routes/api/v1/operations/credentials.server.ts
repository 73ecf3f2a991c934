import { z } from "zod";
import { CredentialFilter, REVOKED_BY, SPREADS } from "#app/domain/inventory/credential-filters.ts";
import {
  getCredential,
  listCredentialPlaces,
  listCredentialsAfter,
} from "#app/domain/inventory/credential-queries.server.ts";
import { CredentialPlace, ListedCredential } from "#app/domain/inventory/credential-shapes.ts";
import { CREDENTIAL_STATES, PROVIDER_IDS } from "#app/domain/inventory/credential-words.ts";
import { SECRET_KINDS } from "#app/domain/inventory/scan-inputs.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant, PageQuery, pageOf } from "#app/http/api-shapes.ts";

const tag = "Credentials";
const instants = { firstSeenAt: Instant, lastSeenAt: Instant, endedAt: Instant.nullable() };
const Credential = ListedCredential.extend(instants);

const Filters = z.strictObject({
  ...PageQuery.shape,
  cursor: z.uuid().optional(),
  q: z.string().max(200).optional(),
  kind: z.enum(SECRET_KINDS).optional(),
  provider: z.enum(PROVIDER_IDS).optional(),
  state: z.enum(CREDENTIAL_STATES).optional(),
  holder: z.uuid().optional(),
  spread: z.enum(SPREADS).optional(),
  revoked: z.enum(REVOKED_BY).optional(),
});

const PlaceQuery = z.strictObject({
  ...PageQuery.shape,
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,5}$/)
    .optional(),
  /** `true`: where it stood and does so no more. */
  past: z.enum(["true", "false"]).default("false"),
});

export const credentialOperations: Operation[] = [
  operation({
    method: "GET",
    path: "/credentials",
    operationId: "listCredentials",
    summary: "List the secrets found in configurations or named by them, and those that left; never a value",
    description:
      "A secret found in several installations is one row where its fingerprint is the same, and its id never changes. `state`: `plain` stands in a file as text, `gone` did so and may work until it is revoked, `reference` is only named, `demanded` is asked for by a server and named nowhere, `ended` was only named and is no more. Names and people are some of all; the counts are of all.",
    tag,
    auth: "member",
    scope: "read",
    status: 200,
    query: Filters,
    response: pageOf(Credential),
    example: { query: "state=plain&provider=github" },
    run: (ctx, { query: { limit, cursor, ...filter } }) =>
      listCredentialsAfter(ctx, CredentialFilter.parse(filter), { limit, cursor }),
  }),
  operation({
    method: "GET",
    path: "/credentials/{credentialId}",
    operationId: "getCredential",
    summary: "One credential: what it is, since when, whether it is in use and how it could be revoked",
    tag,
    auth: "member",
    scope: "read",
    status: 200,
    response: Credential,
    run: (ctx, { params }) => getCredential(ctx, params.credentialId),
  }),
  operation({
    method: "GET",
    path: "/credentials/{credentialId}/places",
    operationId: "listCredentialPlaces",
    summary: "The installations that share a credential, or with past=true where it stood and how it left",
    tag,
    auth: "member",
    scope: "read",
    status: 200,
    query: PlaceQuery,
    response: pageOf(CredentialPlace.extend(instants)),
    run: async (ctx, { params, query: { limit, cursor, past } }) => {
      const { id } = await getCredential(ctx, params.credentialId);
      const page = Number(cursor ?? 1);
      const choice = { page, perPage: limit, past: past === "true" };
      const { rows, total } = await listCredentialPlaces(ctx, id, choice);
      return { rows, nextCursor: page * limit < total ? String(page + 1) : null };
    },
  }),
];
