import { Forbidden } from "#app/domain/errors.ts";
import { can, type Role } from "#app/domain/permissions.ts";
import type { SettingsPart } from "#app/http/paths.ts";

/** The parts of the settings a role sees, in the order of the tabs. */
export function settingsPartsFor(role: Role): { part: SettingsPart; label: string }[] {
  const runs = can({ role, scopes: null }, "member.manage");
  const sees = runs || role === "security";
  return [
    { part: "organization", label: "Organization" },
    ...(sees
      ? ([
          { part: "teams", label: "Teams" },
          { part: "members", label: "Members" },
        ] as const)
      : []),
    ...(runs
      ? ([
          { part: "invitations", label: "Invitations" },
          { part: "sign-in", label: "Sign-in" },
          { part: "provisioning", label: "Provisioning" },
        ] as const)
      : []),
    { part: "api-keys", label: "API keys" },
    { part: "notices", label: "Notices" },
    ...(can({ role, scopes: null }, "operations.read")
      ? ([{ part: "operations", label: "Operations" }] as const)
      : []),
    { part: "devices", label: "Devices" },
    ...(can({ role, scopes: null }, "registry.read")
      ? ([{ part: "registries", label: "Registries" }] as const)
      : []),
    ...(sees || role === "auditor" ? ([{ part: "drift", label: "Drift" }] as const) : []),
    ...(can({ role, scopes: null }, "zone.read")
      ? ([{ part: "zones", label: "Network zones" }] as const)
      : []),
    ...(can({ role, scopes: null }, "audit.read") ? ([{ part: "data", label: "Data" }] as const) : []),
  ];
}

/** Throws Forbidden for a part the role does not see. */
export function refuseHiddenPart(role: Role, part: SettingsPart): void {
  if (settingsPartsFor(role).some((seen) => seen.part === part)) return;
  throw new Forbidden(`You cannot open this part of the settings as ${role}. An owner or admin can.`);
}
