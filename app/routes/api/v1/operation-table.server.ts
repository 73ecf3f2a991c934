import type { Operation } from "#app/http/api-operation.ts";
import { advisoryOperations } from "./operations/advisories.server.ts";
import { advisoryImportOperations } from "./operations/advisory-imports.server.ts";
import { agentStepOperations } from "./operations/agent-steps.server.ts";
import { agentOperations } from "./operations/agents.server.ts";
import { apiKeyOperations } from "./operations/api-keys.server.ts";
import { auditOperations } from "./operations/audit.server.ts";
import { catalogOperations } from "./operations/catalog.server.ts";
import { connectionOperations } from "./operations/connections.server.ts";
import { credentialOperations } from "./operations/credentials.server.ts";
import { decisionOperations } from "./operations/decisions.server.ts";
import { deviceOperations } from "./operations/devices.server.ts";
import { driftOperations } from "./operations/drift.server.ts";
import { driftPolicyOperations } from "./operations/drift-policy.server.ts";
import { findingOperations } from "./operations/findings.server.ts";

import { grantOperations } from "./operations/grants.server.ts";
import { installationOperations } from "./operations/installation.server.ts";
import { inventoryOperations } from "./operations/inventory.server.ts";
import { invitationOperations } from "./operations/invitations.server.ts";
import { keepingOperations } from "./operations/keeping.server.ts";
import { listingOperations } from "./operations/listings.server.ts";
import { meOperations } from "./operations/me.server.ts";
import { memberImportOperations } from "./operations/member-imports.server.ts";
import { memberOperations } from "./operations/members.server.ts";
import { noticeOperations } from "./operations/notices.server.ts";
import { openidOperations } from "./operations/openid.server.ts";
import { organizationOperations } from "./operations/organization.server.ts";
import { overviewOperations } from "./operations/overview.server.ts";
import { packageOperations } from "./operations/packages.server.ts";
import { provisioningOperations } from "./operations/provisioning.server.ts";
import { registryOperations } from "./operations/registries.server.ts";
import { registryImportOperations } from "./operations/registry-imports.server.ts";
import { requestDecisionOperations } from "./operations/request-decisions.server.ts";
import { requestOperations } from "./operations/requests.server.ts";
import { teamServerOperations } from "./operations/team-servers.server.ts";
import { teamOperations } from "./operations/teams.server.ts";
import { trustOperations } from "./operations/trust.server.ts";

/** Every operation of the API, one array per noun. */
export const operationTable: readonly Operation[] = [
  ...meOperations,
  ...organizationOperations,
  ...memberOperations,
  ...keepingOperations,
  ...invitationOperations,
  ...memberImportOperations,
  ...provisioningOperations,
  ...teamOperations,
  ...teamServerOperations,
  ...agentOperations,
  ...agentStepOperations,
  ...openidOperations,
  ...apiKeyOperations,
  ...deviceOperations,
  ...inventoryOperations,
  ...findingOperations,
  ...credentialOperations,
  ...catalogOperations,
  ...driftOperations,
  ...driftPolicyOperations,
  ...trustOperations,
  ...connectionOperations,
  ...packageOperations,
  ...advisoryOperations,
  ...advisoryImportOperations,
  ...registryOperations,
  ...registryImportOperations,
  ...listingOperations,
  ...overviewOperations,
  ...auditOperations,
  ...requestOperations,
  ...requestDecisionOperations,
  ...grantOperations,
  ...decisionOperations,
  ...noticeOperations,
  ...installationOperations,
];
