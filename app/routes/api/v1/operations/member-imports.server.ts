import { z } from "zod";
import { createMemberImport } from "#app/domain/identity/create-member-import.server.ts";
import { CreateMemberImportInput, ImportLineFilter } from "#app/domain/identity/member-import-inputs.ts";
import {
  getMemberImport,
  listImportLinesAfter,
  listMemberImports,
} from "#app/domain/identity/member-import-queries.server.ts";
import { IMPORT_STATES, LARGEST_FILE, LINE_OUTCOMES } from "#app/domain/identity/member-import-words.ts";
import { startMemberImport } from "#app/domain/identity/start-member-import.server.ts";
import { withdrawMemberImport } from "#app/domain/identity/withdraw-member-import.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant, PageQuery, pageOf } from "#app/http/api-shapes.ts";

const Id = z.uuid();

const Import = z.object({
  id: Id,
  state: z.enum(IMPORT_STATES),
  createdAt: Instant,
  createdBy: z.object({ id: Id, name: z.string() }),
  lines: z.number(),
  ready: z.number().meta({ description: "Lines whose people were to be invited" }),
  invited: z.number(),
  refused: z.number(),
  unused: z.array(z.string()).meta({ description: "Columns of the file that were passed over" }),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  emptiedAt: Instant.nullable().meta({ description: "When its lines were forgotten" }),
});

const Line = z.object({
  line: z.number().meta({ description: "In the file, from 1" }),
  email: z.string(),
  name: z.string(),
  role: z.string(),
  teams: z.array(z.string()),
  outcome: z.enum(LINE_OUTCOMES),
  why: z.string().nullable(),
});

const Made = z.object({ id: Id, ready: z.number() });
const TABLE = "email,name,role,teams\nsomebody@example.com,Some Body,member,\n";

const facts = { tag: "Invitations", auth: "member", scope: "admin" } as const;

export const memberImportOperations: Operation[] = [
  operation({
    ...facts,
    method: "POST",
    path: "/member-imports",
    operationId: "createMemberImport",
    summary: "Look at a file of people to invite; nobody is invited yet",
    description:
      "A table as text, at most 5,000 people. Its first line names the columns: email, name, and if you like role and teams, with commas, semicolons or tabs between them.",
    status: 201,
    // a text of JSON may take twice as many bytes as the file
    largestBody: 2 * LARGEST_FILE,
    body: CreateMemberImportInput,
    response: Made,
    example: { body: { text: TABLE } },
    run: (ctx, { body }) => createMemberImport(ctx, body),
  }),
  operation({
    ...facts,
    method: "GET",
    path: "/member-imports",
    operationId: "listMemberImports",
    summary: "List the newest 50 imports of people",
    status: 200,
    response: z.object({ rows: z.array(Import) }),
    run: async (ctx) => ({ rows: await listMemberImports(ctx) }),
  }),
  operation({
    ...facts,
    method: "GET",
    path: "/member-imports/{importId}",
    operationId: "getMemberImport",
    summary: "Read an import of people and how far it is",
    status: 200,
    response: Import,
    run: (ctx, { params }) => getMemberImport(ctx, params.importId),
  }),
  operation({
    ...facts,
    method: "GET",
    path: "/member-imports/{importId}/lines",
    operationId: "listImportLines",
    summary: "List what would become of each line, or what became of it",
    status: 200,
    query: PageQuery.extend(ImportLineFilter.shape),
    response: pageOf(Line),
    run: async (ctx, { params: { importId }, query }) => {
      await getMemberImport(ctx, importId);
      return listImportLinesAfter(ctx, { importId, outcome: query.outcome }, query);
    },
  }),
  operation({
    ...facts,
    method: "POST",
    path: "/member-imports/{importId}/start",
    operationId: "startMemberImport",
    summary: "Invite everybody an import found ready, in your name",
    status: 201,
    response: Made,
    run: (ctx, { params }) => startMemberImport(ctx, params),
  }),
  operation({
    ...facts,
    method: "DELETE",
    path: "/member-imports/{importId}",
    operationId: "withdrawMemberImport",
    summary: "Discard an import, or stop one that runs; who was invited stays invited",
    status: 204,
    response: null,
    run: (ctx, { params }) => withdrawMemberImport(ctx, params),
  }),
];
