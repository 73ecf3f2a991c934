export const KEY_LEFT_OUT =
  "Whoever knows a key, a link or a code could act as somebody; only its hash is kept, and that stays here.";

type Exported = {
  /** In the order of the file, besides `org_id`, which is the organization's own id in every row. */
  columns: string;
  leftOut?: Readonly<Record<string, string>>;
  /** How many rows are read at once; fewer where one row may be large. */
  rowsAtOnce?: number;
};

/**
 * Every table of an organization that is exported, by the columns that are. A column nobody lists is not exported: a
 * test holds both against PostgreSQL's own catalog.
 */
export const EXPORTED: Readonly<Record<string, Exported>> = {
  audit_event: {
    columns:
      "id at verb actor_kind actor_member_id actor_via target_kind target_id touched before after batch_id request_id from_address",
  },
  advisory: {
    columns:
      "id osv_id summary aliases severity vector is_malicious published_at modified_at withdrawn_at hash import_id",
  },
  advisory_import: {
    columns:
      "id source name state created_by created_at ended_at read added changed unchanged older withdrawn odd notes problem",
    leftOut: { url: "It is kept only until it was read, and its query may hold a secret." },
  },
  advisory_match: {
    columns:
      "id advisory_id identity release package version is_dependency answer why first_seen_at ended_at",
  },
  advisory_package: {
    columns: "advisory_id position package ecosystem name ranges versions is_cut",
    rowsAtOnce: 100,
  },
  package_look: {
    columns:
      "id identity release asked_at asked_by state begun_at looked_at source why retry_at facts tree repository image",
    rowsAtOnce: 20,
  },
  free_text: {
    columns: "id text salt author_id about_kind about_id written_at erased_at",
  },
  block: {
    columns: "id subject_kind subject_key reason_id blocked_at blocked_by lifted_at lifted_by lift_reason_id",
  },
  manifest: {
    columns:
      "id server_id release hash tools beside beside_hash hidden named protocol_version observed_at reported_by is_confirmed",
    rowsAtOnce: 10,
  },
  look: {
    columns: "id server_id place state release reason needs asked_by asked_at ended_at manifest_id",
  },
  pin: {
    columns: "server_id tool_name tool_hash manifest_id pinned_at pinned_by",
  },
  drift: {
    columns:
      "id server_id manifest_id class added removed renamed changed same summary found_at ended_at outcome",
  },
  launch_drift: {
    columns:
      "id installation_id server_id found_server_id change class approved_release found_release approved_launch found_launch approved_way found_way found_at ended_at outcome",
    rowsAtOnce: 50,
  },
  drift_policy: {
    columns: "classes changed_at changed_by",
  },
  pinned_list: {
    columns: "server_id manifest_id manifest_hash release pinned_at pinned_by drift whole_drift whole",
  },
  tool_drift: {
    columns: "server_id tool_name tool_hash pinned_hash fate was class changes",
  },
  server: {
    columns: "id identity kind first_seen_at manifest_id",
  },
  tool: {
    columns:
      "server_id name hash class class_source touched touches hidden named rules_version title description position manifest_id",
  },
  access_grant: {
    columns:
      "id server_id member_id team_id agent_id environment tools release starts_at ends_at created_at granted_by suspended_at suspended_by suspend_reason_id suspended_until revoked_at revoked_by revoke_reason_id end_noted_at",
  },
  openid_group: {
    columns: "id provider_id name role team_id",
  },
  openid_identity: {
    columns: "id issuer subject account_id opens linked_at last_used_at",
  },
  openid_provider: {
    columns:
      "id issuer client_id secret_id secret_set_at scopes group_claim domains default_role joins is_required trusted_at tested_at tested_by",
  },
  agent: {
    columns:
      "id name purpose owner_id environment review_by reviewed_at reviewed_by created_at created_by offered_to offered_at retired_at retired_by retire_reason",
  },
  api_key: {
    columns:
      "id member_id agent_id name prefix scopes environment created_at expires_at revoked_at last_used_at",
    leftOut: { key_hash: KEY_LEFT_OUT },
  },
  invitation: {
    columns:
      "id email name role team_ids invited_by created_at expires_at accepted_at accepted_by revoked_at mail mail_at mail_why mails",
    leftOut: { token_hash: KEY_LEFT_OUT, mail_token_hash: KEY_LEFT_OUT },
  },
  member: {
    columns: "id account_id role name email joined_at removed_at sessions_ended_at erased_at",
  },
  organization: {
    columns: "id slug name time_zone is_demo working_days works_from works_to needs_two_factors created_at",
  },
  team: {
    columns: "id name created_at archived_at lost_lead_at",
  },
  team_member: {
    columns: "team_id member_id is_lead added_at",
  },
  credential: {
    columns:
      "id kind kind_from provider is_compared state rank installations holders first_seen_at last_seen_at ended_at",
  },
  credential_place: {
    columns:
      "id credential_id installation_id server_id member_id device_id client form places reference account first_seen_at last_seen_at ended_at ending replaced_by",
  },
  device: {
    columns:
      "id member_id name platform kind collector_version enrolled_at last_report_at revoked_at revoked_by credential_rules credentials_read_at",
    leftOut: { key_hash: KEY_LEFT_OUT },
  },
  enrollment_code: {
    columns: "id member_id created_at expires_at used_at device_id",
    leftOut: { code_hash: KEY_LEFT_OUT },
  },
  finding: {
    columns:
      "id installation_id server_id device_id source rule severity severity_rank where_in_file sentence remedy acceptance_id accepted_until first_seen_at resolved_at",
    leftOut: { subject_hash: "tells apart what was remarked on, and nothing else" },
  },
  finding_acceptance: {
    columns:
      "id reach rule server_id device_id installation_id where_in_file reason_id accepted_at accepted_by ends_at withdrawn_at withdrawn_by",
    leftOut: { subject_hash: "tells apart what was accepted, and nothing else" },
  },
  installation: {
    columns:
      "id device_id member_id server_id client scope path name launch launch_hash transport release is_enabled environment first_seen_at last_seen_at removed_at returned_at returned_after launch_way pinned_server_id pinned_launch pinned_way pinned_release pinned_seen launch_change launch_class",
  },
  scan: {
    columns: "id device_id at collector_version entries hash",
  },
  scanned_file: {
    columns: "device_id client scope path outcome problem notes scan_id looked_at",
  },
  evidence: {
    columns: "id identity release row answer value detail source looked_at failed_at failed_why",
  },
  zone_policy: { columns: "id version rules made_at made_by" },
  server_zone: {
    columns: "server_id zone rule places hash policy_version manifest_id assessed_at recorded_at",
  },
  connection_look: {
    columns: "id server_id asked_at asked_by state begun_at looked_at why facts",
  },
  publisher_word: {
    columns:
      "id identity publisher relation reason_id given_at given_by withdrawn_at withdrawn_by withdraw_reason_id",
  },
  retention: {
    columns: "noun days changed_at changed_by applied_at",
  },
  mail_refusal: {
    columns: "address why refused_at",
  },
  notice: {
    columns:
      "id member_id kind subject_kind subject_id actor_member_id facts batch events at told_at read_at mail mail_at",
  },
  notice_preference: {
    columns: "member_id notice_group mail set_at",
  },
  coverage_day: {
    columns:
      "day time_zone counted_at installations blocked drifted over_scope lapsed unapproved approved servers people devices silent_devices unread_files findings_low findings_medium findings_high findings_critical undecided_requests",
  },
  team_coverage_day: {
    columns: "team_id day installations blocked drifted over_scope lapsed unapproved approved servers people",
  },
  checklist_answer: {
    columns: "request_id item answer note_id answered_by answered_at",
  },
  decision: {
    columns: "id request_id decided_by outcome reason_id reason_hash evidence grant_id decided_at",
    rowsAtOnce: 50,
  },
  request: {
    columns:
      "id kind server_id drift_id launch_drift_id grant_id installation_id requester_id member_id team_id agent_id environment tools release reason client ends_at state submitted_at due_at expires_at decided_at cancel_reason",
  },
  request_message: {
    columns: "id request_id author_id kind body at",
  },
  organization_deletion: {
    columns:
      "id requested_by requested_at confirmed_by confirmed_at due_at cancelled_by cancelled_at started_at",
  },
  member_import: {
    columns:
      "id created_by created_at state unused lines ready invited refused started_by started_at ended_at emptied_at",
  },
  member_import_line: {
    columns: "import_id line email name role teams team_ids outcome why invitation_id",
  },
  registry: {
    columns:
      "id name kind address schedule created_at created_by imported_at told_until complete_at removed_at",
  },
  registry_import: {
    columns:
      "id registry_id state file_name started_by created_at started_at touched_at ended_at tries ending ending_detail since pages cursor marked_cursor seen added changed unchanged refused removed oddities newest_told",
  },
  registry_oddity: {
    columns: "import_id position entry entry_name oddity path detail is_refusal",
  },
  listing: {
    columns:
      "id registry_id name edition version version_order status status_message said_latest is_latest title description publisher repository website licence published_at updated_at declared touches transports hash first_seen_at changed_at seen_in removed_at trust_order",
  },
  listing_identity: {
    columns: "listing_id position identity transport release demands",
  },
  scim_token: {
    columns: "id name prefix created_by created_at revoked_at last_used_at",
    leftOut: { token_hash: KEY_LEFT_OUT },
  },
  scim_user: {
    columns:
      "id member_id external_id user_name email given_name family_name created_at changed_at deleted_at",
  },
  scim_group: { columns: "team_id external_id changed_at deleted_at" },
};
