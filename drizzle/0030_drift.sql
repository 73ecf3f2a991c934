CREATE TABLE "drift" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"manifest_id" uuid NOT NULL,
	"class" text NOT NULL,
	"added" integer NOT NULL,
	"removed" integer NOT NULL,
	"renamed" integer NOT NULL,
	"changed" integer NOT NULL,
	"same" integer NOT NULL,
	"summary" jsonb NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"outcome" text,
	CONSTRAINT "drift_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "drift_class" CHECK ("drift"."class" in ('note', 're_approve', 'block')),
	CONSTRAINT "drift_outcome" CHECK ("drift"."outcome" in ('approved', 'reverted', 'superseded'))
);
--> statement-breakpoint
CREATE TABLE "drift_policy" (
	"org_id" uuid NOT NULL,
	"classes" jsonb NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" uuid NOT NULL,
	CONSTRAINT "drift_policy_org_id_pk" PRIMARY KEY("org_id")
);
--> statement-breakpoint
CREATE TABLE "pinned_list" (
	"org_id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"manifest_id" uuid,
	"manifest_hash" text,
	"release" text,
	"pinned_at" timestamp with time zone NOT NULL,
	"pinned_by" uuid NOT NULL,
	"drift" text,
	"whole_drift" text,
	"whole" jsonb DEFAULT '[]'::jsonb NOT NULL,
	CONSTRAINT "pinned_list_org_id_server_id_pk" PRIMARY KEY("org_id","server_id"),
	CONSTRAINT "pinned_list_drift" CHECK ("pinned_list"."drift" in ('note', 're_approve', 'block')),
	CONSTRAINT "pinned_list_whole_drift" CHECK ("pinned_list"."whole_drift" in ('note', 're_approve', 'block'))
);
--> statement-breakpoint
CREATE TABLE "tool_drift" (
	"org_id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"tool_name" text NOT NULL,
	"tool_hash" text,
	"pinned_hash" text,
	"fate" text NOT NULL,
	"was" text,
	"class" text NOT NULL,
	"changes" jsonb NOT NULL,
	CONSTRAINT "tool_drift_org_id_server_id_tool_name_pk" PRIMARY KEY("org_id","server_id","tool_name"),
	CONSTRAINT "tool_drift_class" CHECK ("tool_drift"."class" in ('note', 're_approve', 'block'))
);
--> statement-breakpoint
ALTER TABLE "drift" ADD CONSTRAINT "drift_org_id_server_id_server_org_id_id_fk" FOREIGN KEY ("org_id","server_id") REFERENCES "public"."server"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift" ADD CONSTRAINT "drift_org_id_manifest_id_manifest_org_id_id_fk" FOREIGN KEY ("org_id","manifest_id") REFERENCES "public"."manifest"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_policy" ADD CONSTRAINT "drift_policy_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_policy" ADD CONSTRAINT "drift_policy_org_id_changed_by_member_org_id_id_fk" FOREIGN KEY ("org_id","changed_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pinned_list" ADD CONSTRAINT "pinned_list_org_id_server_id_server_org_id_id_fk" FOREIGN KEY ("org_id","server_id") REFERENCES "public"."server"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pinned_list" ADD CONSTRAINT "pinned_list_org_id_manifest_id_manifest_org_id_id_fk" FOREIGN KEY ("org_id","manifest_id") REFERENCES "public"."manifest"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pinned_list" ADD CONSTRAINT "pinned_list_org_id_pinned_by_member_org_id_id_fk" FOREIGN KEY ("org_id","pinned_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tool_drift" ADD CONSTRAINT "tool_drift_org_id_server_id_server_org_id_id_fk" FOREIGN KEY ("org_id","server_id") REFERENCES "public"."server"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "drift_by_server" ON "drift" USING btree ("org_id","server_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "drift_open" ON "drift" USING btree ("org_id","server_id") WHERE "drift"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "pinned_list_drifted" ON "pinned_list" USING btree ("org_id","drift","server_id") WHERE "pinned_list"."drift" is not null;--> statement-breakpoint
-- what was pinned before counts as a list too; differences that are there already stay refused until they are classified
alter table pin no force row level security;
--> statement-breakpoint
alter table manifest no force row level security;
--> statement-breakpoint
insert into pinned_list (org_id, server_id, manifest_id, manifest_hash, release, pinned_at, pinned_by)
select distinct on (p.org_id, p.server_id) p.org_id, p.server_id, p.manifest_id, m.hash, m.release, p.pinned_at, p.pinned_by
from pin p join manifest m on m.org_id = p.org_id and m.id = p.manifest_id
order by p.org_id, p.server_id, p.pinned_at desc, p.tool_name;
--> statement-breakpoint
alter table pin force row level security;
--> statement-breakpoint
alter table manifest force row level security;
--> statement-breakpoint
select wall_tenant_table(walled::regclass) from unnest(array['pinned_list', 'tool_drift', 'drift', 'drift_policy']) as walled;
--> statement-breakpoint
do $$
declare marked text;
begin
  foreach marked in array array['pinned_list', 'tool_drift'] loop
    execute format('create trigger mark_inserted after insert on %I referencing new table as written for each statement execute function mark_standings()', marked);
    execute format('create trigger mark_updated after update on %I referencing new table as written for each statement execute function mark_standings()', marked);
    execute format('create trigger mark_deleted after delete on %I referencing old table as written for each statement execute function mark_standings()', marked);
  end loop;
end $$;
