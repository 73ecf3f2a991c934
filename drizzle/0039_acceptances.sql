CREATE TABLE "finding_acceptance" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"reach" text NOT NULL,
	"rule" text NOT NULL,
	"server_id" uuid NOT NULL,
	"installation_id" uuid,
	"where_in_file" text,
	"subject_hash" text,
	"reason_id" uuid NOT NULL,
	"accepted_at" timestamp with time zone NOT NULL,
	"accepted_by" uuid NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_by" uuid,
	CONSTRAINT "finding_acceptance_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "finding_acceptance_reach" CHECK ("finding_acceptance"."reach" in ('finding', 'installation', 'server')),
	CONSTRAINT "finding_acceptance_rule" CHECK ("finding_acceptance"."rule" in ('literal-secret', 'secret-in-git', 'unpinned', 'typosquat', 'imitated-name', 'plain-http', 'tls-unchecked', 'home-mounted', 'container-privileged', 'docker-socket', 'host-network', 'shell-wrapper', 'download-and-run', 'auto-approved', 'malicious-release', 'vulnerable-release', 'zone-exposed', 'zones-joined'))
);
--> statement-breakpoint
ALTER TABLE "finding" ADD COLUMN "acceptance_id" uuid;--> statement-breakpoint
ALTER TABLE "finding" ADD COLUMN "accepted_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "returned_after" text;--> statement-breakpoint
ALTER TABLE "finding_acceptance" ADD CONSTRAINT "finding_acceptance_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "finding_acceptance" ADD CONSTRAINT "finding_acceptance_org_id_server_id_server_org_id_id_fk" FOREIGN KEY ("org_id","server_id") REFERENCES "public"."server"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "finding_acceptance" ADD CONSTRAINT "finding_acceptance_org_id_accepted_by_member_org_id_id_fk" FOREIGN KEY ("org_id","accepted_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "finding_acceptance" ADD CONSTRAINT "finding_acceptance_org_id_withdrawn_by_member_org_id_id_fk" FOREIGN KEY ("org_id","withdrawn_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "finding_acceptance_standing" ON "finding_acceptance" USING btree ("org_id","server_id","rule") WHERE "finding_acceptance"."withdrawn_at" is null;--> statement-breakpoint
ALTER TABLE "installation" ADD CONSTRAINT "installation_returned_after" CHECK ("installation"."returned_after" in ('block', 'revocation', 'removal'));--> statement-breakpoint
select wall_tenant_table('finding_acceptance');
