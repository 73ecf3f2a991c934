CREATE TABLE "retention" (
	"org_id" uuid NOT NULL,
	"noun" text NOT NULL,
	"days" integer,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" uuid,
	"applied_at" timestamp with time zone,
	CONSTRAINT "retention_org_id_noun_pk" PRIMARY KEY("org_id","noun"),
	CONSTRAINT "retention_noun" CHECK ("retention"."noun" in ('scans', 'removed_installations', 'ended_invitations', 'audit_events')),
	CONSTRAINT "retention_days" CHECK ("retention"."days" > 0)
);
--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "working_days" integer[] DEFAULT '{1,2,3,4,5}' NOT NULL;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "works_from" text DEFAULT '09:00' NOT NULL;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "works_to" text DEFAULT '17:00' NOT NULL;--> statement-breakpoint
ALTER TABLE "team" ADD COLUMN "archived_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "retention" ADD CONSTRAINT "retention_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retention" ADD CONSTRAINT "retention_org_id_changed_by_member_org_id_id_fk" FOREIGN KEY ("org_id","changed_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "installation_by_removal" ON "installation" USING btree ("org_id","removed_at");--> statement-breakpoint
CREATE INDEX "scan_by_time" ON "scan" USING btree ("org_id","at");--> statement-breakpoint
CREATE INDEX "scanned_file_by_scan" ON "scanned_file" USING btree ("org_id","scan_id");--> statement-breakpoint
CREATE INDEX "request_by_team" ON "request" USING btree ("org_id","team_id");--> statement-breakpoint
CREATE INDEX "request_by_installation" ON "request" USING btree ("org_id","installation_id");--> statement-breakpoint
ALTER TABLE "organization" ADD CONSTRAINT "organization_working_span" CHECK ("organization"."works_from" < "organization"."works_to");
--> statement-breakpoint
select wall_tenant_table('retention');
--> statement-breakpoint
-- The record is forgotten by this way alone: of the organization the transaction is walled to, only what is older than the
-- period it set, never less than 400 days, and counted back from its newest event at the latest, whatever `at` claims.
grant select, delete on audit_event to castellan_lookup;
--> statement-breakpoint
grant select on retention to castellan_lookup;
--> statement-breakpoint
create function forget_audit_events(at timestamptz, most integer) returns integer
language sql security definer set search_path = pg_catalog, public as $$
  with kept as (
    select least(forget_audit_events.at, max(e.at)) - make_interval(hours => 24 * greatest(r.days, 400)) as since
    from public.audit_event e join public.retention r on r.org_id = e.org_id
    where r.noun = 'audit_events' and r.days is not null
      and e.org_id = nullif(current_setting('app.org_id', true), '')::uuid
    group by r.days
  ), gone as (
    delete from public.audit_event e using kept
    where e.org_id = nullif(current_setting('app.org_id', true), '')::uuid and e.at < kept.since and e.id in (
      select o.id from public.audit_event o, kept k
      where o.org_id = nullif(current_setting('app.org_id', true), '')::uuid and o.at < k.since order by o.at limit most)
    returning 1
  ) select count(*)::integer from gone
$$;
--> statement-breakpoint
select hand_to_lookup('forget_audit_events(timestamptz, integer)');
