/** Why a call was allowed or refused: the closed list, each with its sentence for the person who is refused. */
export const CALL_REASONS = {
  allowed: "A grant covers this call.",
  organization_blocked: "All calls of this organization are blocked.",
  member_inactive: "This person is not an active member of the organization.",
  member_blocked: "This person's calls are blocked.",
  agent_retired: "This agent was retired.",
  agent_owner_gone: "Nobody answers for this agent: its owner has left. It needs a new owner.",
  agent_owner_blocked: "The person who answers for this agent, or a team of theirs, is blocked.",
  agent_blocked: "This agent's calls are blocked.",
  team_blocked: "A team of this person is blocked.",
  device_blocked: "This device is blocked.",
  token_blocked: "This key is blocked.",
  server_unknown: "This server is not in the catalog. Ask for access to it first.",
  server_blocked: "This server is blocked.",
  release_blocked: "This release is blocked, or a release is blocked and the one in use is not known.",
  tool_blocked: "This tool is blocked.",
  installation_mismatch:
    "That installation is not this person's, is of another server or device, or was removed. An agent has none.",
  environment_unknown:
    "The environment is not known: name an installation, or use a key that speaks for one environment.",
  environment_conflict: "The installation or the agent is in another environment than the key speaks for.",
  no_grant: "No grant lets this person or agent use this server. Ask for access.",
  grant_revoked: "The grant was revoked.",
  grant_ended: "The grant ended. Ask for access again.",
  grant_scheduled: "The grant has not started yet.",
  grant_suspended: "The grant is suspended.",
  environment_not_granted: "No grant covers this environment.",
  release_not_granted: "The grant is for another release, or the one in use is not known.",
  tool_not_granted: "The grant does not cover this tool.",
  server_drifted:
    "This server changed in a way your organization does not let through. It needs a new decision.",
  server_changed:
    "What this server is, or how it is started, changed since access was approved. It needs a new decision.",
  installation_needed:
    "An installation of this person's is not started as approved, and the call names none. Name the installation that calls.",
  tool_not_pinned: "This tool was not there when access was approved. It needs a new decision.",
  tool_changed: "This tool changed since access was approved. It needs a new decision.",
  tool_not_listed: "The server does not list this tool any more.",
} as const;

export type CallReason = keyof typeof CALL_REASONS;
