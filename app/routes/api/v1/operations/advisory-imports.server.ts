import { z } from "zod";
import {
  getAdvisoryImport,
  listAdvisoryImports,
} from "#app/domain/advisories/advisory-import-queries.server.ts";
import { CreateAdvisoryImportInput } from "#app/domain/advisories/advisory-inputs.ts";
import { ADVISORY_IMPORT_STATES, IMPORT_SOURCES } from "#app/domain/advisories/advisory-words.ts";
import { createAdvisoryImport } from "#app/domain/advisories/create-advisory-import.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Id = z.uuid();

const Import = z.object({
  id: Id,
  source: z.enum(IMPORT_SOURCES),
  name: z.string(),
  state: z.enum(ADVISORY_IMPORT_STATES),
  createdAt: Instant,
  createdBy: z.object({ id: Id, name: z.string() }),
  endedAt: Instant.nullable(),
  read: z.number(),
  added: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  older: z.number().meta({ description: "Records of which a newer one was known" }),
  withdrawn: z.number(),
  odd: z.number(),
  notes: z.array(z.string()).meta({ description: "The first hundred things that were odd" }),
  problem: z.string().nullable(),
});

const facts = { tag: "Advisories", auth: "member" } as const;
const RECORD =
  '{"id":"GHSA-aaaa-bbbb-cccc","modified":"2026-11-01T00:00:00Z","affected":[{"package":{"ecosystem":"npm","name":"some-server"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.2.0"}]}]}]}';

export const advisoryImportOperations: Operation[] = [
  operation({
    ...facts,
    scope: "admin",
    method: "POST",
    path: "/advisory-imports",
    operationId: "createAdvisoryImport",
    summary: "Import advisories in the OSV format from a text or an address",
    description:
      "One record, a list of them, JSON Lines, or a zip of such files as base64. They are read by a job: ask for the import to see how far it is.",
    status: 201,
    largestBody: 16 * 1024 * 1024,
    body: CreateAdvisoryImportInput,
    response: z.object({ id: Id }),
    example: { body: { text: RECORD, name: "advisories.json" } },
    run: (ctx, { body }) => createAdvisoryImport(ctx, body),
  }),
  operation({
    ...facts,
    scope: "admin",
    method: "GET",
    path: "/advisory-imports",
    operationId: "listAdvisoryImports",
    summary: "List the newest 50 imports of advisories",
    status: 200,
    response: z.object({ rows: z.array(Import) }),
    run: async (ctx) => ({ rows: await listAdvisoryImports(ctx) }),
  }),
  operation({
    ...facts,
    scope: "admin",
    method: "GET",
    path: "/advisory-imports/{advisoryImportId}",
    operationId: "getAdvisoryImport",
    summary: "Read an import of advisories, how far it is and what was odd",
    status: 200,
    response: Import,
    run: (ctx, { params }) => getAdvisoryImport(ctx, params.advisoryImportId),
  }),
];
