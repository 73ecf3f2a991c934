import { z } from "zod";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { SetInstallationEnvironmentInput } from "#app/domain/inventory/installation-inputs.ts";
import { getInstallation } from "#app/domain/inventory/installation-queries.server.ts";
import { InventoryFilter } from "#app/domain/inventory/inventory-filters.ts";
import { listInstallationsAfter } from "#app/domain/inventory/inventory-queries.server.ts";
import {
  FINDING_RULES,
  FINDING_SEVERITIES,
  PRESENCES,
  STANDINGS,
} from "#app/domain/inventory/inventory-words.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { CLIENTS, ScanAnswer, ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { PastedDeviceName } from "#app/domain/inventory/scan-record-inputs.ts";
import { setInstallationEnvironment } from "#app/domain/inventory/set-installation-environment.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { PageQuery, pageOf } from "#app/http/api-shapes.ts";
import { Installation, InstallationDetail } from "./inventory-shapes.ts";
import { SCAN_EXAMPLE } from "./scan-example.ts";

const Id = z.uuid();
const tag = "Inventory";

/** Unlike a page, the API refuses a filter it does not know. */
const Filters = z.strictObject({
  ...PageQuery.shape,
  cursor: Id.optional(),
  q: z.string().max(200).optional(),
  standing: z.enum(STANDINGS).optional(),
  severity: z.enum(FINDING_SEVERITIES).optional(),
  finding: z.enum(FINDING_RULES).optional(),
  presence: z.enum(PRESENCES).optional(),
  client: z.enum(CLIENTS).optional(),
  team: Id.optional(),
  server: Id.optional(),
  member: Id.optional(),
  device: Id.optional(),
});

export const inventoryOperations: Operation[] = [
  operation({
    method: "POST",
    path: "/scans",
    operationId: "recordScan",
    summary: "Report what stands in the client files of a device, redacted",
    description:
      "With a device key the report is about that device. With a member's key it is about the member's own place for pasted files, named by `deviceName`. A text that is not redacted is refused and nothing is stored.",
    tag,
    auth: "either",
    scope: "report",
    status: 200,
    body: ScanReport.safeExtend({ deviceName: PastedDeviceName.optional() }),
    response: ScanAnswer,
    example: { body: SCAN_EXAMPLE },
    run: (ctx, { body: { deviceName, ...report } }) => recordScan(ctx, { report, deviceName }),
  }),
  operation({
    method: "GET",
    path: "/installations",
    operationId: "listInstallations",
    summary: "List installations one may see; without `presence`, those that were not removed",
    tag,
    auth: "member",
    scope: "read",
    status: 200,
    query: Filters,
    response: pageOf(Installation),
    run: (ctx, { query: { limit, cursor, ...filter } }) =>
      listInstallationsAfter(ctx, InventoryFilter.parse(filter), { limit, cursor }),
  }),
  operation({
    method: "GET",
    path: "/installations/{installationId}",
    operationId: "getInstallation",
    summary: "One installation with its redacted launch and findings",
    tag,
    auth: "member",
    scope: "read",
    status: 200,
    response: InstallationDetail,
    run: (ctx, { params }) => getInstallation(ctx, params.installationId),
  }),
  operation({
    method: "PUT",
    path: "/installations/{installationId}/environment",
    operationId: "setInstallationEnvironment",
    summary: "Say where an installation runs; its calls are decided by grants for that environment",
    tag,
    auth: "member",
    scope: "grant",
    status: 200,
    body: SetInstallationEnvironmentInput.omit({ installationId: true }),
    response: z.object({ installationId: Id, environment: z.enum(ENVIRONMENTS) }),
    example: { body: { environment: "staging" } },
    run: (ctx, { params, body }) => setInstallationEnvironment(ctx, { ...params, ...body }),
  }),
];
