CREATE TABLE "advisory_import" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source" text NOT NULL,
	"name" text NOT NULL,
	"url" text,
	"state" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"read" integer DEFAULT 0 NOT NULL,
	"added" integer DEFAULT 0 NOT NULL,
	"changed" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"older" integer DEFAULT 0 NOT NULL,
	"withdrawn" integer DEFAULT 0 NOT NULL,
	"odd" integer DEFAULT 0 NOT NULL,
	"notes" text[] DEFAULT '{}' NOT NULL,
	"problem" text,
	CONSTRAINT "advisory_import_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "advisory_import_source" CHECK ("advisory_import"."source" in ('file', 'url')),
	CONSTRAINT "advisory_import_state" CHECK ("advisory_import"."state" in ('waiting', 'running', 'done', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "advisory_import_part" (
	"org_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "advisory_import_part_org_id_import_id_position_pk" PRIMARY KEY("org_id","import_id","position")
);
--> statement-breakpoint
CREATE TABLE "advisory" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"osv_id" text NOT NULL,
	"summary" text NOT NULL,
	"aliases" text[] NOT NULL,
	"severity" text NOT NULL,
	"vector" text,
	"is_malicious" boolean NOT NULL,
	"published_at" timestamp with time zone,
	"modified_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"hash" text NOT NULL,
	"import_id" uuid NOT NULL,
	CONSTRAINT "advisory_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "advisory_severity" CHECK ("advisory"."severity" in ('low', 'medium', 'high', 'critical', 'unknown'))
);
--> statement-breakpoint
CREATE TABLE "advisory_look" (
	"org_id" uuid NOT NULL,
	"identity" text NOT NULL,
	"release" text NOT NULL,
	"looked_at" timestamp with time zone NOT NULL,
	"is_due" boolean NOT NULL,
	CONSTRAINT "advisory_look_org_id_identity_release_pk" PRIMARY KEY("org_id","identity","release")
);
--> statement-breakpoint
CREATE TABLE "advisory_match" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"advisory_id" uuid NOT NULL,
	"identity" text NOT NULL,
	"release" text NOT NULL,
	"package" text NOT NULL,
	"version" text,
	"is_dependency" boolean NOT NULL,
	"answer" text NOT NULL,
	"why" text,
	"first_seen_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "advisory_match_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "advisory_match_answer" CHECK ("advisory_match"."answer" in ('affected', 'may_be_affected', 'could_not_look'))
);
--> statement-breakpoint
CREATE TABLE "advisory_package" (
	"org_id" uuid NOT NULL,
	"advisory_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"package" text NOT NULL,
	"ecosystem" text NOT NULL,
	"name" text NOT NULL,
	"ranges" jsonb NOT NULL,
	"versions" text[] NOT NULL,
	"is_cut" boolean NOT NULL,
	CONSTRAINT "advisory_package_org_id_advisory_id_position_pk" PRIMARY KEY("org_id","advisory_id","position")
);
--> statement-breakpoint
ALTER TABLE "advisory_import" ADD CONSTRAINT "advisory_import_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "advisory_import" ADD CONSTRAINT "advisory_import_org_id_created_by_member_org_id_id_fk" FOREIGN KEY ("org_id","created_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "advisory_import_part" ADD CONSTRAINT "advisory_import_part_org_id_import_id_advisory_import_org_id_id_fk" FOREIGN KEY ("org_id","import_id") REFERENCES "public"."advisory_import"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "advisory" ADD CONSTRAINT "advisory_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "advisory" ADD CONSTRAINT "advisory_org_id_import_id_advisory_import_org_id_id_fk" FOREIGN KEY ("org_id","import_id") REFERENCES "public"."advisory_import"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "advisory_look" ADD CONSTRAINT "advisory_look_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "advisory_match" ADD CONSTRAINT "advisory_match_org_id_advisory_id_advisory_org_id_id_fk" FOREIGN KEY ("org_id","advisory_id") REFERENCES "public"."advisory"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "advisory_package" ADD CONSTRAINT "advisory_package_org_id_advisory_id_advisory_org_id_id_fk" FOREIGN KEY ("org_id","advisory_id") REFERENCES "public"."advisory"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "advisory_osv_id" ON "advisory" USING btree ("org_id","osv_id");--> statement-breakpoint
CREATE INDEX "advisory_by_change" ON "advisory" USING btree ("org_id","modified_at","id");--> statement-breakpoint
CREATE INDEX "advisory_look_due" ON "advisory_look" USING btree ("org_id","identity") WHERE "advisory_look"."is_due";--> statement-breakpoint
CREATE UNIQUE INDEX "advisory_match_place" ON "advisory_match" USING btree ("org_id","identity","release","advisory_id","package");--> statement-breakpoint
CREATE INDEX "advisory_match_by_advisory" ON "advisory_match" USING btree ("org_id","advisory_id");--> statement-breakpoint
CREATE INDEX "advisory_match_that_stands" ON "advisory_match" USING btree ("org_id","identity","release") WHERE "advisory_match"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "advisory_package_by_package" ON "advisory_package" USING btree ("org_id","package");--> statement-breakpoint
select wall_tenant_table('advisory_import');
--> statement-breakpoint
select wall_tenant_table('advisory_import_part');
--> statement-breakpoint
select wall_tenant_table('advisory');
--> statement-breakpoint
select wall_tenant_table('advisory_package');
--> statement-breakpoint
select wall_tenant_table('advisory_match');
--> statement-breakpoint
select wall_tenant_table('advisory_look');
