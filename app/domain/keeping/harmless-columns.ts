/** Columns of text, by table, that hold no name, no address and no words of a person: vocabularies, hashes, what machines write. */
export const NOTHING_ABOUT_PEOPLE: Record<string, string> = {
  access_grant: "environment tools release",
  // what databases of vulnerabilities say of packages, and where it was taken from
  advisory: "osv_id summary aliases severity vector hash",
  package_look: "identity release state source why facts tree repository image",
  advisory_import: "source url state notes problem",
  advisory_import_part: "text",
  advisory_look: "identity release population packages",
  advisory_match: "identity release package version answer why",
  advisory_package: "package ecosystem name ranges versions",
  // names of parts of the organization are its own, as are its agents'
  agent: "name environment",
  api_key: "prefix key_hash scopes environment",
  // people by id, and words by id and hash: `audit-fields.ts` refuses anything else
  audit_event: "verb actor_kind actor_via target_kind touched before after request_id from_address",
  block: "subject_kind subject_key",
  checklist_answer: "item answer",
  // what a server shows to everybody: its certificate, its answer, its issuers
  connection_look: "state why facts",
  coverage_day: "time_zone",
  // kinds and issuers of secrets; names are with their places
  credential: "kind kind_from provider state",
  credential_place: "client form",
  // what a decider saw, with people and their words by id
  decision: "outcome reason_hash evidence",
  device: "platform kind collector_version",
  // what registries and servers say of themselves: counts of people, never names
  evidence: "identity release row answer detail source failed_why",
  enrollment_code: "code_hash",
  free_text: "about_kind",
  // names by id: lists look them up
  in_use: "kind facet clients first",
  installation:
    "client scope transport release environment returned_after pinned_release launch_change launch_class",
  installation_standing: "client rules presence",
  launch_drift: "change class approved_release found_release outcome",
  // what registries publish of servers, as they have it
  listing:
    "name edition version version_order status status_message title description publisher repository website licence declared touches transports hash",
  listing_identity: "identity transport release demands",
  listing_term: "term",
  look: "place state release needs",
  manifest: "release hash tools beside beside_hash hidden named protocol_version",
  member: "role",
  // what a file calls columns nobody asked for
  member_import: "state unused",
  notice_watermark: "chore",
  openid_group: "name role",
  openid_provider: "issuer client_id scopes group_claim domains default_role",
  organization: "slug name time_zone works_from works_to",
  pin: "tool_name tool_hash",
  registry: "name kind address schedule",
  registry_import: "state ending ending_detail cursor marked_cursor",
  registry_file_part: "bytes",
  registry_oddity: "entry_name oddity path detail",
  drift: "class summary outcome",
  drift_policy: "classes",
  pinned_list: "manifest_hash release drift whole_drift whole",
  request: "kind environment tools release client state cancel_reason",
  publisher_word: "identity relation",
  request_message: "kind",
  retention: "noun",
  // a group's id at the provider; the name of a provider
  scim_group: "external_id",
  scim_token: "name prefix token_hash",
  // an administrator's secret for the organization's own use
  sealed_secret: "kind sealed",
  server: "identity kind",
  server_zone: "zone places hash",
  team: "name",
  zone_policy: "rules",
  tool: "name hash class class_source touched touches hidden named title description",
  trust_mark: "identities tool_names after",
  trust_score: "identity release cap",
  tool_drift: "tool_name tool_hash pinned_hash fate was class changes",
};
