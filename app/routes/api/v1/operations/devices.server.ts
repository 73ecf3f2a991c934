import { z } from "zod";
import { createEnrollmentCode } from "#app/domain/inventory/create-enrollment-code.server.ts";
import {
  DeviceEnrollmentAnswer,
  DeviceEnrollmentInput,
} from "#app/domain/inventory/device-enrollment-inputs.ts";
import { RenameDeviceInput } from "#app/domain/inventory/device-inputs.ts";
import { listDevices } from "#app/domain/inventory/device-queries.server.ts";
import { enrollDevice } from "#app/domain/inventory/enroll-device.server.ts";
import { DEVICE_KINDS } from "#app/domain/inventory/inventory-words.ts";
import { renameDevice } from "#app/domain/inventory/rename-device.server.ts";
import { revokeDevice } from "#app/domain/inventory/revoke-device.server.ts";
import { type Operation, openOperation, operation } from "#app/http/api-operation.ts";
import { Instant, PageQuery, pageOf } from "#app/http/api-shapes.ts";

const Id = z.uuid();
const tag = "Devices";

const Device = z.object({
  id: Id,
  name: z.string(),
  platform: z.string(),
  kind: z.enum(DEVICE_KINDS),
  memberId: Id,
  memberName: z.string(),
  collectorVersion: z.string().nullable(),
  enrolledAt: Instant,
  lastReportAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  /** Has not reported for seven days: what runs there is unknown. */
  isSilent: z.boolean(),
  installations: z.number(),
  unreadFiles: z.number(),
});

export const deviceOperations: Operation[] = [
  openOperation({
    method: "POST",
    path: "/device-enrollments",
    operationId: "enrollDevice",
    summary: "Exchange an enrollment code for a device key, shown once",
    tag,
    scope: null,
    status: 201,
    showsSecret: true,
    body: DeviceEnrollmentInput,
    response: DeviceEnrollmentAnswer,
    example: { body: { code: "{code}", deviceName: "laptop", platform: "linux" } },
    run: (edge, { body }) => enrollDevice(edge, body),
  }),
  operation({
    method: "POST",
    path: "/enrollment-codes",
    operationId: "createEnrollmentCode",
    summary: "Make a code that enrolls one device of the key's member, once, for ten minutes",
    tag,
    auth: "member",
    scope: "report",
    status: 201,
    showsSecret: true,
    response: z.object({ codeId: Id, code: z.string(), expiresAt: Instant }),
    run: (ctx) => createEnrollmentCode(ctx),
  }),
  operation({
    method: "GET",
    path: "/devices",
    operationId: "listDevices",
    summary: "List the devices one may see",
    tag,
    auth: "member",
    scope: "read",
    status: 200,
    query: PageQuery.extend({ cursor: Id.optional() }),
    response: pageOf(Device),
    run: (ctx, { query }) => listDevices(ctx, query),
  }),
  operation({
    method: "PATCH",
    path: "/devices/{deviceId}",
    operationId: "renameDevice",
    summary: "Give a device another name",
    tag,
    auth: "member",
    scope: null,
    status: 200,
    body: RenameDeviceInput.omit({ deviceId: true }),
    response: z.object({ deviceId: Id, name: z.string() }),
    example: { body: { name: "build-machine-2" } },
    run: (ctx, { params, body }) => renameDevice(ctx, { ...params, ...body }),
  }),
  operation({
    method: "DELETE",
    path: "/devices/{deviceId}",
    operationId: "revokeDevice",
    summary: "Revoke a device's key; what it reported stays and grows silent",
    tag,
    auth: "member",
    scope: null,
    status: 204,
    response: null,
    run: (ctx, { params }) => revokeDevice(ctx, params),
  }),
];
