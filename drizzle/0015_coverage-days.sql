CREATE TABLE "coverage_day" (
	"org_id" uuid NOT NULL,
	"day" date NOT NULL,
	"time_zone" text NOT NULL,
	"counted_at" timestamp with time zone NOT NULL,
	"installations" integer NOT NULL,
	"blocked" integer NOT NULL,
	"drifted" integer NOT NULL,
	"over_scope" integer NOT NULL,
	"lapsed" integer NOT NULL,
	"unapproved" integer NOT NULL,
	"approved" integer NOT NULL,
	"servers" integer NOT NULL,
	"people" integer NOT NULL,
	"devices" integer NOT NULL,
	"silent_devices" integer NOT NULL,
	"unread_files" integer NOT NULL,
	"findings_low" integer NOT NULL,
	"findings_medium" integer NOT NULL,
	"findings_high" integer NOT NULL,
	"findings_critical" integer NOT NULL,
	"undecided_requests" integer NOT NULL,
	CONSTRAINT "coverage_day_org_id_day_pk" PRIMARY KEY("org_id","day")
);
--> statement-breakpoint
CREATE TABLE "team_coverage_day" (
	"org_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"day" date NOT NULL,
	"installations" integer NOT NULL,
	"blocked" integer NOT NULL,
	"drifted" integer NOT NULL,
	"over_scope" integer NOT NULL,
	"lapsed" integer NOT NULL,
	"unapproved" integer NOT NULL,
	"approved" integer NOT NULL,
	"servers" integer NOT NULL,
	"people" integer NOT NULL,
	CONSTRAINT "team_coverage_day_org_id_team_id_day_pk" PRIMARY KEY("org_id","team_id","day")
);
--> statement-breakpoint
ALTER TABLE "coverage_day" ADD CONSTRAINT "coverage_day_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_coverage_day" ADD CONSTRAINT "team_coverage_day_org_id_team_id_team_org_id_id_fk" FOREIGN KEY ("org_id","team_id") REFERENCES "public"."team"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_coverage_day" ADD CONSTRAINT "team_coverage_day_org_id_day_coverage_day_org_id_day_fk" FOREIGN KEY ("org_id","day") REFERENCES "public"."coverage_day"("org_id","day") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
select wall_tenant_table('coverage_day');
--> statement-breakpoint
select wall_tenant_table('team_coverage_day');
--> statement-breakpoint
-- what a day was counted as stays: the runtime role may add and read
revoke update on coverage_day, team_coverage_day from castellan_runtime;
