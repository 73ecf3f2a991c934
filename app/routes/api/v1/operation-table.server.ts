import type { Operation } from "#app/http/api-operation.ts";
import { auditOperations } from "./operations/audit.server.ts";

/** Every operation of the API, one array per noun. */
export const operationTable: readonly Operation[] = [...auditOperations];
