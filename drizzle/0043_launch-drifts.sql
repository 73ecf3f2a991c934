CREATE TABLE "launch_drift" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"found_server_id" uuid NOT NULL,
	"change" text NOT NULL,
	"class" text NOT NULL,
	"approved_release" text,
	"found_release" text,
	"approved_launch" jsonb NOT NULL,
	"found_launch" jsonb NOT NULL,
	"approved_way" text NOT NULL,
	"found_way" text NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"outcome" text,
	CONSTRAINT "launch_drift_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "launch_drift_change" CHECK ("launch_drift"."change" in ('package_changed', 'launch_changed', 'release_changed')),
	CONSTRAINT "launch_drift_class" CHECK ("launch_drift"."class" in ('note', 're_approve', 'block')),
	CONSTRAINT "launch_drift_outcome" CHECK ("launch_drift"."outcome" in ('approved', 'reverted', 'superseded', 'removed'))
);
--> statement-breakpoint
ALTER TABLE "request" DROP CONSTRAINT "request_drift_kind";--> statement-breakpoint
DROP INDEX "request_open_drift";--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "launch_drift_id" uuid;--> statement-breakpoint
ALTER TABLE "launch_drift" ADD CONSTRAINT "launch_drift_org_id_installation_id_installation_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installation"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "launch_drift" ADD CONSTRAINT "launch_drift_org_id_server_id_server_org_id_id_fk" FOREIGN KEY ("org_id","server_id") REFERENCES "public"."server"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "launch_drift" ADD CONSTRAINT "launch_drift_org_id_found_server_id_server_org_id_id_fk" FOREIGN KEY ("org_id","found_server_id") REFERENCES "public"."server"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "launch_drift_by_server" ON "launch_drift" USING btree ("org_id","server_id","id");--> statement-breakpoint
CREATE INDEX "launch_drift_by_installation" ON "launch_drift" USING btree ("org_id","installation_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "launch_drift_open" ON "launch_drift" USING btree ("org_id","installation_id") WHERE "launch_drift"."ended_at" is null;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_org_id_launch_drift_id_launch_drift_org_id_id_fk" FOREIGN KEY ("org_id","launch_drift_id") REFERENCES "public"."launch_drift"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "request_open_launch_drift" ON "request" USING btree ("org_id","installation_id") WHERE "request"."launch_drift_id" is not null and "request"."state" in ('submitted', 'pending_approval', 'waiting_for_requester');--> statement-breakpoint
CREATE INDEX "request_by_launch_drift" ON "request" USING btree ("org_id","launch_drift_id");--> statement-breakpoint
CREATE UNIQUE INDEX "request_open_drift" ON "request" USING btree ("org_id","server_id") WHERE "request"."drift_id" is not null and "request"."state" in ('submitted', 'pending_approval', 'waiting_for_requester');--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_drift_kind" CHECK (num_nonnulls("request"."drift_id", "request"."launch_drift_id") = case "request"."kind" when 'drift' then 1 else 0 end
        and ("request"."grant_id" is not null) = ("request"."kind" = 'drift') and ("request"."launch_drift_id" is null or "request"."installation_id" is not null));
--> statement-breakpoint
-- what is started otherwise already gets its row; the sweep asks about it
alter table installation no force row level security;
--> statement-breakpoint
insert into launch_drift (org_id, id, installation_id, server_id, found_server_id, change, class, approved_release, found_release,
  approved_launch, found_launch, approved_way, found_way, found_at)
select i.org_id, gen_random_uuid(), i.id, i.pinned_server_id, i.server_id, i.launch_change, i.launch_class, i.pinned_release,
  i.release, i.pinned_launch, i.launch, i.pinned_way, i.launch_way, i.last_seen_at
from installation i
where i.launch_change is not null and i.launch_class is not null and i.removed_at is null and i.pinned_server_id is not null
  and i.pinned_launch is not null and i.pinned_way is not null and i.launch_way is not null;
--> statement-breakpoint
alter table installation force row level security;
--> statement-breakpoint
select wall_tenant_table('launch_drift');
