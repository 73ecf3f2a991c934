CREATE TABLE "member_import" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"unused" text[] NOT NULL,
	"lines" integer NOT NULL,
	"ready" integer NOT NULL,
	"invited" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	"started_by" uuid,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"emptied_at" timestamp with time zone,
	CONSTRAINT "member_import_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "member_import_state" CHECK ("member_import"."state" in ('checked', 'running', 'done', 'withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "member_import_line" (
	"org_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"teams" text[] NOT NULL,
	"team_ids" uuid[] NOT NULL,
	"outcome" text NOT NULL,
	"why" text,
	"invitation_id" uuid,
	CONSTRAINT "member_import_line_org_id_import_id_line_pk" PRIMARY KEY("org_id","import_id","line"),
	CONSTRAINT "member_import_line_outcome_known" CHECK ("member_import_line"."outcome" in ('ready', 'invited', 'refused', 'member', 'open', 'repeated', 'odd'))
);
--> statement-breakpoint
ALTER TABLE "member_import" ADD CONSTRAINT "member_import_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_import" ADD CONSTRAINT "member_import_org_id_created_by_member_org_id_id_fk" FOREIGN KEY ("org_id","created_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_import" ADD CONSTRAINT "member_import_org_id_started_by_member_org_id_id_fk" FOREIGN KEY ("org_id","started_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_import_line" ADD CONSTRAINT "member_import_line_org_id_import_id_member_import_org_id_id_fk" FOREIGN KEY ("org_id","import_id") REFERENCES "public"."member_import"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "member_import_filled" ON "member_import" USING btree ("org_id","state","created_at") WHERE "member_import"."emptied_at" is null;--> statement-breakpoint
CREATE INDEX "member_import_line_outcome" ON "member_import_line" USING btree ("org_id","import_id","outcome","line");--> statement-breakpoint
CREATE INDEX "member_by_email" ON "member" USING btree ("org_id","email");
--> statement-breakpoint
select wall_tenant_table('member_import');
--> statement-breakpoint
select wall_tenant_table('member_import_line');
