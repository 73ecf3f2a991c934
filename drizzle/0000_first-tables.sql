CREATE TABLE "audit_event" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"verb" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_member_id" uuid,
	"actor_via" text NOT NULL,
	"target_kind" text NOT NULL,
	"target_id" uuid NOT NULL,
	"touched" jsonb NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"batch_id" uuid,
	"request_id" text NOT NULL,
	"from_address" text,
	CONSTRAINT "audit_event_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "block" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_key" text NOT NULL,
	"reason" text NOT NULL,
	"blocked_at" timestamp with time zone NOT NULL,
	"blocked_by" uuid NOT NULL,
	"lifted_at" timestamp with time zone,
	"lifted_by" uuid,
	"lift_reason" text,
	CONSTRAINT "block_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "block_subject_kind" CHECK ("block"."subject_kind" in ('organization', 'publisher', 'server', 'release', 'tool', 'team', 'member', 'agent', 'device', 'token'))
);
--> statement-breakpoint
CREATE TABLE "manifest" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"release" text NOT NULL,
	"hash" text NOT NULL,
	"tools" jsonb NOT NULL,
	"protocol_version" text,
	"observed_at" timestamp with time zone NOT NULL,
	"reported_by" uuid NOT NULL,
	"is_confirmed" boolean NOT NULL,
	CONSTRAINT "manifest_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "pin" (
	"org_id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"tool_name" text NOT NULL,
	"tool_hash" text NOT NULL,
	"manifest_id" uuid NOT NULL,
	"pinned_at" timestamp with time zone NOT NULL,
	"pinned_by" uuid NOT NULL,
	CONSTRAINT "pin_org_id_server_id_tool_name_pk" PRIMARY KEY("org_id","server_id","tool_name")
);
--> statement-breakpoint
CREATE TABLE "server" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"identity" text NOT NULL,
	"kind" text NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"manifest_id" uuid,
	CONSTRAINT "server_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "server_kind" CHECK ("server"."kind" in ('npm', 'pypi', 'oci', 'remote', 'command'))
);
--> statement-breakpoint
CREATE TABLE "tool" (
	"org_id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"class" text NOT NULL,
	"title" text,
	"description" text NOT NULL,
	"position" integer NOT NULL,
	"manifest_id" uuid NOT NULL,
	CONSTRAINT "tool_org_id_server_id_name_pk" PRIMARY KEY("org_id","server_id","name"),
	CONSTRAINT "tool_class" CHECK ("tool"."class" in ('read', 'write', 'destructive', 'undeclared'))
);
--> statement-breakpoint
CREATE TABLE "access_grant" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"member_id" uuid,
	"team_id" uuid,
	"environment" text NOT NULL,
	"tools" text[],
	"release" text,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"granted_by" uuid NOT NULL,
	"suspended_at" timestamp with time zone,
	"suspended_by" uuid,
	"suspend_reason" text,
	"suspended_until" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"revoked_by" uuid,
	"revoke_reason" text,
	"end_noted_at" timestamp with time zone,
	CONSTRAINT "access_grant_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "access_grant_one_grantee" CHECK (num_nonnulls("access_grant"."member_id", "access_grant"."team_id") = 1),
	CONSTRAINT "access_grant_ends_after_start" CHECK ("access_grant"."ends_at" > "access_grant"."starts_at"),
	CONSTRAINT "access_grant_environment" CHECK ("access_grant"."environment" in ('development', 'staging', 'production'))
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"created_at" timestamp with time zone NOT NULL,
	"disabled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "account_event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"from_address" text,
	"request_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limit" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" timestamp
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"idle_expires_at" timestamp with time zone NOT NULL,
	"absolute_expires_at" timestamp with time zone NOT NULL,
	"from_address" text,
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "idempotency_key" (
	"org_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"body_hash" text NOT NULL,
	"status" integer,
	"response" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_key_org_id_member_id_route_key_pk" PRIMARY KEY("org_id","member_id","route","key")
);
--> statement-breakpoint
CREATE TABLE "api_key" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"key_hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"environment" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "api_key_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "api_key_environment" CHECK ("api_key"."environment" in ('development', 'staging', 'production'))
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"team_ids" uuid[] NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"accepted_by" uuid,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "invitation_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "invitation_role" CHECK ("invitation"."role" in ('owner', 'admin', 'security', 'approver', 'member', 'auditor'))
);
--> statement-breakpoint
CREATE TABLE "member" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"role" text NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"joined_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "member_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "member_role" CHECK ("member"."role" in ('owner', 'admin', 'security', 'approver', 'member', 'auditor'))
);
--> statement-breakpoint
CREATE TABLE "organization" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "team" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "team_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "team_member" (
	"org_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"is_lead" boolean NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	CONSTRAINT "team_member_org_id_team_id_member_id_pk" PRIMARY KEY("org_id","team_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "search_term" (
	"org_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"term" text NOT NULL,
	"subject_id" uuid NOT NULL,
	CONSTRAINT "search_term_org_id_kind_term_subject_id_pk" PRIMARY KEY("org_id","kind","term","subject_id")
);
--> statement-breakpoint
CREATE TABLE "device" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"name" text NOT NULL,
	"platform" text NOT NULL,
	"kind" text NOT NULL,
	"key_hash" text,
	"collector_version" text,
	"enrolled_at" timestamp with time zone NOT NULL,
	"last_report_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"revoked_by" uuid,
	CONSTRAINT "device_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "device_kind" CHECK ("device"."kind" in ('enrolled', 'pasted'))
);
--> statement-breakpoint
CREATE TABLE "enrollment_code" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"code_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"device_id" uuid,
	CONSTRAINT "enrollment_code_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "finding" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"severity" text NOT NULL,
	"severity_rank" integer NOT NULL,
	"where_in_file" text NOT NULL,
	"sentence" text NOT NULL,
	"remedy" text NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"resolved_at" timestamp with time zone,
	CONSTRAINT "finding_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "finding_rule" CHECK ("finding"."rule" in ('literal-secret', 'unpinned', 'plain-http', 'home-mounted', 'shell-wrapper')),
	CONSTRAINT "finding_severity" CHECK ("finding"."severity" in ('low', 'medium', 'high', 'critical'))
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"client" text NOT NULL,
	"scope" text NOT NULL,
	"path" text NOT NULL,
	"name" text NOT NULL,
	"launch" jsonb NOT NULL,
	"launch_hash" text NOT NULL,
	"transport" text NOT NULL,
	"release" text,
	"is_enabled" boolean NOT NULL,
	"environment" text NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	"returned_at" timestamp with time zone,
	CONSTRAINT "installation_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "installation_client" CHECK ("installation"."client" in ('cursor', 'claude-desktop', 'claude-code', 'vscode')),
	CONSTRAINT "installation_scope" CHECK ("installation"."scope" in ('user', 'project', 'local')),
	CONSTRAINT "installation_transport" CHECK ("installation"."transport" in ('stdio', 'http', 'sse')),
	CONSTRAINT "installation_environment" CHECK ("installation"."environment" in ('development', 'staging', 'production'))
);
--> statement-breakpoint
CREATE TABLE "scan" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"collector_version" text NOT NULL,
	"entries" integer NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "scan_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "scanned_file" (
	"org_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"client" text NOT NULL,
	"scope" text NOT NULL,
	"path" text NOT NULL,
	"outcome" text NOT NULL,
	"problem" text,
	"scan_id" uuid NOT NULL,
	"looked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "scanned_file_org_id_device_id_client_scope_path_pk" PRIMARY KEY("org_id","device_id","client","scope","path"),
	CONSTRAINT "scanned_file_client" CHECK ("scanned_file"."client" in ('cursor', 'claude-desktop', 'claude-code', 'vscode')),
	CONSTRAINT "scanned_file_scope" CHECK ("scanned_file"."scope" in ('user', 'project', 'local')),
	CONSTRAINT "scanned_file_outcome" CHECK ("scanned_file"."outcome" in ('found', 'none', 'could_not_look'))
);
--> statement-breakpoint
CREATE TABLE "checklist_answer" (
	"org_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"item" text NOT NULL,
	"answer" text NOT NULL,
	"note" text,
	"answered_by" uuid NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "checklist_answer_org_id_request_id_item_pk" PRIMARY KEY("org_id","request_id","item"),
	CONSTRAINT "checklist_answer_item" CHECK ("checklist_answer"."item" in ('source_reviewed', 'permissions_needed', 'maintained', 'credentials_by_variable', 'isolated', 'calls_logged', 'alerts_set')),
	CONSTRAINT "checklist_answer_answer" CHECK ("checklist_answer"."answer" in ('yes', 'no', 'unknown'))
);
--> statement-breakpoint
CREATE TABLE "decision" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"decided_by" uuid NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	"evidence" jsonb NOT NULL,
	"grant_id" uuid,
	"decided_at" timestamp with time zone NOT NULL,
	CONSTRAINT "decision_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "decision_outcome" CHECK ("decision"."outcome" in ('approved', 'denied'))
);
--> statement-breakpoint
CREATE TABLE "request" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"installation_id" uuid,
	"requester_id" uuid NOT NULL,
	"member_id" uuid,
	"team_id" uuid,
	"environment" text NOT NULL,
	"tools" text[],
	"release" text,
	"reason" text NOT NULL,
	"client" text,
	"ends_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	CONSTRAINT "request_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "request_one_grantee" CHECK (num_nonnulls("request"."member_id", "request"."team_id") = 1),
	CONSTRAINT "request_environment" CHECK ("request"."environment" in ('development', 'staging', 'production')),
	CONSTRAINT "request_state" CHECK ("request"."state" in ('submitted', 'pending_approval', 'waiting_for_requester', 'approved', 'denied', 'expired', 'withdrawn', 'cancelled')),
	CONSTRAINT "request_client" CHECK ("request"."client" in ('cursor', 'claude-desktop', 'claude-code', 'vscode'))
);
--> statement-breakpoint
CREATE TABLE "request_message" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"body" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "request_message_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "request_message_kind" CHECK ("request_message"."kind" in ('question', 'answer'))
);
--> statement-breakpoint
ALTER TABLE "block" ADD CONSTRAINT "block_org_id_blocked_by_member_org_id_id_fk" FOREIGN KEY ("org_id","blocked_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "block" ADD CONSTRAINT "block_org_id_lifted_by_member_org_id_id_fk" FOREIGN KEY ("org_id","lifted_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "manifest" ADD CONSTRAINT "manifest_org_id_server_id_server_org_id_id_fk" FOREIGN KEY ("org_id","server_id") REFERENCES "public"."server"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "manifest" ADD CONSTRAINT "manifest_org_id_reported_by_member_org_id_id_fk" FOREIGN KEY ("org_id","reported_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pin" ADD CONSTRAINT "pin_org_id_server_id_server_org_id_id_fk" FOREIGN KEY ("org_id","server_id") REFERENCES "public"."server"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pin" ADD CONSTRAINT "pin_org_id_manifest_id_manifest_org_id_id_fk" FOREIGN KEY ("org_id","manifest_id") REFERENCES "public"."manifest"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pin" ADD CONSTRAINT "pin_org_id_pinned_by_member_org_id_id_fk" FOREIGN KEY ("org_id","pinned_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "server" ADD CONSTRAINT "server_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tool" ADD CONSTRAINT "tool_org_id_server_id_server_org_id_id_fk" FOREIGN KEY ("org_id","server_id") REFERENCES "public"."server"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tool" ADD CONSTRAINT "tool_org_id_manifest_id_manifest_org_id_id_fk" FOREIGN KEY ("org_id","manifest_id") REFERENCES "public"."manifest"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_org_id_server_id_server_org_id_id_fk" FOREIGN KEY ("org_id","server_id") REFERENCES "public"."server"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_org_id_member_id_member_org_id_id_fk" FOREIGN KEY ("org_id","member_id") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_org_id_team_id_team_org_id_id_fk" FOREIGN KEY ("org_id","team_id") REFERENCES "public"."team"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_org_id_granted_by_member_org_id_id_fk" FOREIGN KEY ("org_id","granted_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_org_id_suspended_by_member_org_id_id_fk" FOREIGN KEY ("org_id","suspended_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_org_id_revoked_by_member_org_id_id_fk" FOREIGN KEY ("org_id","revoked_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_event" ADD CONSTRAINT "account_event_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_org_id_member_id_member_org_id_id_fk" FOREIGN KEY ("org_id","member_id") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_org_id_invited_by_member_org_id_id_fk" FOREIGN KEY ("org_id","invited_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_org_id_accepted_by_member_org_id_id_fk" FOREIGN KEY ("org_id","accepted_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team" ADD CONSTRAINT "team_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_org_id_team_id_team_org_id_id_fk" FOREIGN KEY ("org_id","team_id") REFERENCES "public"."team"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_org_id_member_id_member_org_id_id_fk" FOREIGN KEY ("org_id","member_id") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device" ADD CONSTRAINT "device_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device" ADD CONSTRAINT "device_org_id_member_id_member_org_id_id_fk" FOREIGN KEY ("org_id","member_id") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device" ADD CONSTRAINT "device_org_id_revoked_by_member_org_id_id_fk" FOREIGN KEY ("org_id","revoked_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollment_code" ADD CONSTRAINT "enrollment_code_org_id_member_id_member_org_id_id_fk" FOREIGN KEY ("org_id","member_id") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollment_code" ADD CONSTRAINT "enrollment_code_org_id_device_id_device_org_id_id_fk" FOREIGN KEY ("org_id","device_id") REFERENCES "public"."device"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "finding" ADD CONSTRAINT "finding_org_id_installation_id_installation_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installation"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "finding" ADD CONSTRAINT "finding_org_id_server_id_server_org_id_id_fk" FOREIGN KEY ("org_id","server_id") REFERENCES "public"."server"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "installation" ADD CONSTRAINT "installation_org_id_device_id_device_org_id_id_fk" FOREIGN KEY ("org_id","device_id") REFERENCES "public"."device"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "installation" ADD CONSTRAINT "installation_org_id_member_id_member_org_id_id_fk" FOREIGN KEY ("org_id","member_id") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "installation" ADD CONSTRAINT "installation_org_id_server_id_server_org_id_id_fk" FOREIGN KEY ("org_id","server_id") REFERENCES "public"."server"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scan" ADD CONSTRAINT "scan_org_id_device_id_device_org_id_id_fk" FOREIGN KEY ("org_id","device_id") REFERENCES "public"."device"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scanned_file" ADD CONSTRAINT "scanned_file_org_id_device_id_device_org_id_id_fk" FOREIGN KEY ("org_id","device_id") REFERENCES "public"."device"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scanned_file" ADD CONSTRAINT "scanned_file_org_id_scan_id_scan_org_id_id_fk" FOREIGN KEY ("org_id","scan_id") REFERENCES "public"."scan"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checklist_answer" ADD CONSTRAINT "checklist_answer_org_id_request_id_request_org_id_id_fk" FOREIGN KEY ("org_id","request_id") REFERENCES "public"."request"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checklist_answer" ADD CONSTRAINT "checklist_answer_org_id_answered_by_member_org_id_id_fk" FOREIGN KEY ("org_id","answered_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision" ADD CONSTRAINT "decision_org_id_request_id_request_org_id_id_fk" FOREIGN KEY ("org_id","request_id") REFERENCES "public"."request"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision" ADD CONSTRAINT "decision_org_id_decided_by_member_org_id_id_fk" FOREIGN KEY ("org_id","decided_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision" ADD CONSTRAINT "decision_org_id_grant_id_access_grant_org_id_id_fk" FOREIGN KEY ("org_id","grant_id") REFERENCES "public"."access_grant"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_org_id_server_id_server_org_id_id_fk" FOREIGN KEY ("org_id","server_id") REFERENCES "public"."server"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_org_id_installation_id_installation_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installation"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_org_id_requester_id_member_org_id_id_fk" FOREIGN KEY ("org_id","requester_id") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_org_id_member_id_member_org_id_id_fk" FOREIGN KEY ("org_id","member_id") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_org_id_team_id_team_org_id_id_fk" FOREIGN KEY ("org_id","team_id") REFERENCES "public"."team"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_message" ADD CONSTRAINT "request_message_org_id_request_id_request_org_id_id_fk" FOREIGN KEY ("org_id","request_id") REFERENCES "public"."request"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_message" ADD CONSTRAINT "request_message_org_id_author_id_member_org_id_id_fk" FOREIGN KEY ("org_id","author_id") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_event_by_verb" ON "audit_event" USING btree ("org_id","verb","id");--> statement-breakpoint
CREATE INDEX "audit_event_by_target" ON "audit_event" USING btree ("org_id","target_id","id");--> statement-breakpoint
CREATE INDEX "audit_event_by_actor" ON "audit_event" USING btree ("org_id","actor_member_id","id");--> statement-breakpoint
CREATE INDEX "audit_event_by_time" ON "audit_event" USING btree ("org_id","at","id");--> statement-breakpoint
CREATE INDEX "block_by_subject" ON "block" USING btree ("org_id","subject_key","subject_kind");--> statement-breakpoint
CREATE INDEX "manifest_by_server" ON "manifest" USING btree ("org_id","server_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "server_identity" ON "server" USING btree ("org_id","identity");--> statement-breakpoint
CREATE INDEX "access_grant_by_server_member" ON "access_grant" USING btree ("org_id","server_id","member_id");--> statement-breakpoint
CREATE INDEX "access_grant_by_server_team" ON "access_grant" USING btree ("org_id","server_id","team_id");--> statement-breakpoint
CREATE INDEX "access_grant_by_member" ON "access_grant" USING btree ("org_id","member_id");--> statement-breakpoint
CREATE INDEX "access_grant_by_end" ON "access_grant" USING btree ("org_id","ends_at");--> statement-breakpoint
CREATE UNIQUE INDEX "account_email" ON "account" USING btree ("email");--> statement-breakpoint
CREATE INDEX "account_event_by_account" ON "account_event" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "session_by_account" ON "session" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "session_by_end" ON "session" USING btree ("absolute_expires_at");--> statement-breakpoint
CREATE INDEX "idempotency_key_by_end" ON "idempotency_key" USING btree ("org_id","expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "api_key_hash" ON "api_key" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "api_key_by_member" ON "api_key" USING btree ("org_id","member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "invitation_token" ON "invitation" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "invitation_by_email" ON "invitation" USING btree ("org_id","email");--> statement-breakpoint
CREATE UNIQUE INDEX "member_account" ON "member" USING btree ("org_id","account_id");--> statement-breakpoint
CREATE INDEX "member_by_account" ON "member" USING btree ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "organization_slug" ON "organization" USING btree ("slug");--> statement-breakpoint
CREATE UNIQUE INDEX "team_name" ON "team" USING btree ("org_id","name");--> statement-breakpoint
CREATE INDEX "team_member_by_member" ON "team_member" USING btree ("org_id","member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "device_key" ON "device" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "device_by_member" ON "device" USING btree ("org_id","member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "enrollment_code_hash" ON "enrollment_code" USING btree ("code_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "finding_place" ON "finding" USING btree ("org_id","installation_id","rule","where_in_file");--> statement-breakpoint
CREATE INDEX "finding_by_server" ON "finding" USING btree ("org_id","server_id");--> statement-breakpoint
CREATE UNIQUE INDEX "installation_place" ON "installation" USING btree ("org_id","device_id","client","scope","path","name");--> statement-breakpoint
CREATE INDEX "installation_by_server" ON "installation" USING btree ("org_id","server_id","id");--> statement-breakpoint
CREATE INDEX "installation_by_member" ON "installation" USING btree ("org_id","member_id","id");--> statement-breakpoint
CREATE INDEX "scan_by_device" ON "scan" USING btree ("org_id","device_id","id");--> statement-breakpoint
CREATE INDEX "decision_by_request" ON "decision" USING btree ("org_id","request_id");--> statement-breakpoint
CREATE UNIQUE INDEX "decision_grant" ON "decision" USING btree ("org_id","grant_id");--> statement-breakpoint
CREATE INDEX "request_by_state" ON "request" USING btree ("org_id","state","id");--> statement-breakpoint
CREATE INDEX "request_by_requester" ON "request" USING btree ("org_id","requester_id","id");--> statement-breakpoint
CREATE INDEX "request_by_server" ON "request" USING btree ("org_id","server_id","id");--> statement-breakpoint
CREATE INDEX "request_message_by_request" ON "request_message" USING btree ("org_id","request_id","id");