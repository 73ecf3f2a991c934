/** People as an event relates to them; `audience-queries.server.ts` finds who that is now. */
export type Audience =
  | "deciders"
  | "requester"
  | "holders"
  | "server_holders"
  | "guardians"
  | "administrators"
  | "owners"
  | "concerned"
  | "agent_offered_to"
  | "agent_owner"
  | "device_person"
  | "reporting_person";
