import { HIDDEN_RULES } from "#app/domain/catalog/hidden/find-hidden.ts";
import { INFERENCE_RULES } from "#app/domain/catalog/permissions/inference-rules.ts";
import { SCOPE_RULES } from "#app/domain/catalog/permissions/scope-rules.ts";
import { PERMISSION_RULES_VERSION } from "#app/domain/catalog/permissions/tool-permissions.ts";
import { permit } from "#app/domain/permit.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { ToolRules } from "./catalog-shapes.ts";

export const toolRuleOperations: Operation[] = [
  operation({
    method: "GET",
    path: "/tool-rules",
    operationId: "listToolRules",
    summary:
      "The open rules: by which a class is inferred, what a scope allows, and for what is hidden in text",
    tag: "Catalog",
    auth: "member",
    scope: "read",
    status: 200,
    response: ToolRules,
    run: async (ctx) => {
      permit(ctx, "catalog.read");
      return {
        version: PERMISSION_RULES_VERSION,
        classes: INFERENCE_RULES.map((rule) => ({ id: rule.id, class: rule.class, when: rule.says })),
        scopes: SCOPE_RULES.map((rule) => ({ id: rule.id, class: rule.class, when: rule.says })),
        hidden: HIDDEN_RULES.map(({ id, kind, says }) => ({ id, kind, when: says })),
      };
    },
  }),
];
