import { z } from "zod";
import { createRegistry } from "#app/domain/registries/create-registry.server.ts";
import { importRegistryFile } from "#app/domain/registries/import-registry-file.server.ts";
import {
  CreateRegistryInput,
  RegistryScheduleInput,
  RegistryTextInput,
} from "#app/domain/registries/registry-inputs.ts";
import { getRegistry, listRegistries } from "#app/domain/registries/registry-queries.server.ts";
import { LARGEST_UPLOAD } from "#app/domain/registries/registry-words.ts";
import { removeRegistry } from "#app/domain/registries/remove-registry.server.ts";
import { setRegistrySchedule } from "#app/domain/registries/set-registry-schedule.server.ts";
import { startRegistryImport } from "#app/domain/registries/start-registry-import.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Made, Registry, RegistryImport } from "./registry-shapes.ts";

const tag = "Registries";
const reading = { tag, auth: "member", scope: "read", status: 200, method: "GET" } as const;
const managing = { tag, auth: "member", scope: "admin", status: 201, method: "POST" } as const;

export const registryOperations: Operation[] = [
  operation({
    ...managing,
    path: "/registries",
    operationId: "createRegistry",
    summary: "Add a registry of servers; nothing is read yet",
    body: CreateRegistryInput,
    response: Made,
    example: {
      body: {
        name: "Official registry",
        kind: "official",
        address: "https://registry.modelcontextprotocol.io",
        schedule: "daily",
      },
    },
    run: (ctx, { body }) => createRegistry(ctx, body),
  }),
  operation({
    ...reading,
    path: "/registries",
    operationId: "listRegistries",
    summary: "List the registries, each with its last import",
    response: z.object({ rows: z.array(Registry.extend({ lastImport: RegistryImport.nullable() })) }),
    run: async (ctx) => ({ rows: await listRegistries(ctx) }),
  }),
  operation({
    ...reading,
    path: "/registries/{registryId}",
    operationId: "getRegistry",
    summary: "Read a registry",
    response: Registry.extend({ listings: z.number() }),
    run: (ctx, { params }) => getRegistry(ctx, params.registryId),
  }),
  operation({
    ...managing,
    method: "PUT",
    path: "/registries/{registryId}/schedule",
    operationId: "setRegistrySchedule",
    summary: "Say how often a registry is asked",
    status: 200,
    body: RegistryScheduleInput.omit({ registryId: true }),
    response: Made,
    example: { body: { schedule: "weekly" } },
    run: (ctx, { params, body }) => setRegistrySchedule(ctx, { ...params, ...body }),
  }),
  operation({
    ...managing,
    method: "DELETE",
    path: "/registries/{registryId}",
    operationId: "removeRegistry",
    summary: "Remove a registry; what it lists leaves the catalog",
    description:
      "An import that is going on is stopped first. What the registry said counts for trust no more; servers in use, requests and decisions stay.",
    status: 204,
    response: null,
    run: async (ctx, { params }) => {
      await removeRegistry(ctx, params);
    },
  }),
  operation({
    ...managing,
    path: "/registries/{registryId}/imports",
    operationId: "startRegistryImport",
    summary: "Read a registry at its address, now",
    response: Made,
    run: (ctx, { params }) => startRegistryImport(ctx, params),
  }),
  operation({
    ...managing,
    path: "/registries/{registryId}/files",
    operationId: "importRegistryFile",
    summary: "Give a registry a file; it is read by a job",
    description: "At most 8 MB; `castellan admin import-registry` takes files of any size.",
    // a text of JSON in JSON may take twice as many bytes
    largestBody: 2 * LARGEST_UPLOAD,
    body: RegistryTextInput.omit({ registryId: true }),
    response: Made,
    example: {
      body: { fileName: "servers.json", text: '{"servers":[{"server":{"name":"com.example/a"}}]}' },
    },
    run: (ctx, { params, body: { text, fileName } }) =>
      importRegistryFile(ctx, { ...params, fileName }, [Buffer.from(text)]),
  }),
];
