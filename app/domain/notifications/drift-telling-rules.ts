import type { TellingRule } from "#app/domain/notifications/telling-rule.ts";

/** Of a server, or an installation, that is not any more what was approved: asked, or asked anew. */
export const DRIFT_ASKED: readonly TellingRule[] = [
  { kind: "drift_waits", to: "deciders" },
  { kind: "server_drifted", to: "guardians", about: "server" },
  { kind: "access_drifted", to: "server_holders", about: "server" },
];
export const LAUNCH_ASKED: readonly TellingRule[] = [
  { kind: "drift_waits", to: "deciders" },
  { kind: "launch_drifted", to: "guardians" },
  { kind: "my_launch_drifted", to: "requester" },
];
