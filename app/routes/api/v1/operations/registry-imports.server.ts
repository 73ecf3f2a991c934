import { z } from "zod";
import { cancelRegistryImport } from "#app/domain/registries/cancel-registry-import.server.ts";
import {
  getRegistry,
  getRegistryImport,
  listOddities,
  listRegistryImports,
} from "#app/domain/registries/registry-queries.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { PageQuery, pageOf } from "#app/http/api-shapes.ts";
import { RegistryImport, RegistryOddity } from "./registry-shapes.ts";

const tag = "Registries";
const reading = { tag, auth: "member", scope: "read", status: 200, method: "GET" } as const;

export const registryImportOperations: Operation[] = [
  operation({
    ...reading,
    path: "/registries/{registryId}/imports",
    operationId: "listRegistryImports",
    summary: "List the newest 20 imports of a registry",
    response: z.object({ rows: z.array(RegistryImport) }),
    run: async (ctx, { params: { registryId } }) => {
      await getRegistry(ctx, registryId);
      return { rows: await listRegistryImports(ctx, registryId) };
    },
  }),
  operation({
    ...reading,
    path: "/registry-imports/{registryImportId}",
    operationId: "getRegistryImport",
    summary: "Read an import: how far it is, its counts and why it ended",
    response: RegistryImport,
    run: (ctx, { params }) => getRegistryImport(ctx, params.registryImportId),
  }),
  operation({
    ...reading,
    path: "/registry-imports/{registryImportId}/oddities",
    operationId: "listOddities",
    summary: "List what was odd in an import",
    query: PageQuery.extend({
      cursor: z.coerce.number().int().min(0).optional(),
      refusals: z.enum(["only", "none"]).optional(),
    }),
    response: pageOf(RegistryOddity),
    run: async (
      ctx,
      { params: { registryImportId: importId }, query: { limit, cursor: after, refusals } },
    ) => {
      await getRegistryImport(ctx, importId);
      const isRefusal = refusals === undefined ? undefined : refusals === "only";
      return listOddities(ctx, { importId, isRefusal }, { limit, after });
    },
  }),
  operation({
    tag,
    auth: "member",
    scope: "admin",
    method: "DELETE",
    path: "/registry-imports/{registryImportId}",
    operationId: "cancelRegistryImport",
    summary: "Stop an import; what it has read so far stays",
    status: 204,
    response: null,
    run: async (ctx, { params }) => {
      await cancelRegistryImport(ctx, params);
    },
  }),
];
