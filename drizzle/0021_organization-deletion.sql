CREATE TABLE "deleted_organization" (
	"id" uuid PRIMARY KEY NOT NULL,
	"deleted_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organization_deletion" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"requested_by" uuid NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"confirmed_by" uuid,
	"confirmed_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"cancelled_by" uuid,
	"cancelled_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	CONSTRAINT "organization_deletion_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "organization_deletion_by_two" CHECK ("organization_deletion"."confirmed_by" is distinct from "organization_deletion"."requested_by"),
	CONSTRAINT "organization_deletion_due" CHECK (num_nonnulls("organization_deletion"."confirmed_at", "organization_deletion"."due_at") in (0, 2)),
	CONSTRAINT "organization_deletion_started" CHECK ("organization_deletion"."started_at" is null or ("organization_deletion"."started_at" >= "organization_deletion"."due_at" and "organization_deletion"."cancelled_at" is null))
);
--> statement-breakpoint
ALTER TABLE "organization_deletion" ADD CONSTRAINT "organization_deletion_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_deletion" ADD CONSTRAINT "organization_deletion_org_id_requested_by_member_org_id_id_fk" FOREIGN KEY ("org_id","requested_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_deletion" ADD CONSTRAINT "organization_deletion_org_id_confirmed_by_member_org_id_id_fk" FOREIGN KEY ("org_id","confirmed_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_deletion" ADD CONSTRAINT "organization_deletion_org_id_cancelled_by_member_org_id_id_fk" FOREIGN KEY ("org_id","cancelled_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "organization_deletion_open" ON "organization_deletion" USING btree ("org_id") WHERE "organization_deletion"."cancelled_at" is null;
--> statement-breakpoint
select wall_tenant_table('organization_deletion');
--> statement-breakpoint
-- nobody reads it but whoever owns the database; a row is written by delete_organization alone
alter table deleted_organization enable row level security;
--> statement-breakpoint
grant select on deleted_organization to castellan_runtime;
--> statement-breakpoint
grant insert on deleted_organization to castellan_lookup;
--> statement-breakpoint
create policy tombstone on deleted_organization for insert to castellan_lookup with check (true);
--> statement-breakpoint
grant select, delete on organization_deletion, decision, free_text to castellan_lookup;
--> statement-breakpoint
grant delete on organization to castellan_lookup;
--> statement-breakpoint
-- The record and the organization itself are deleted by these two ways alone: of the organization the transaction is walled
-- to, and only once a deletion that two people wanted has waited its time and begun.
create function is_being_deleted(org uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from public.organization_deletion d where d.org_id = org and d.confirmed_at is not null
    and d.cancelled_at is null and d.due_at >= d.confirmed_at + interval '168 hours' and d.started_at >= d.due_at)
$$;
--> statement-breakpoint
select hand_to_lookup('is_being_deleted(uuid)');
--> statement-breakpoint
create function delete_record(of text, most integer) returns integer
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  org uuid := nullif(current_setting('app.org_id', true), '')::uuid;
  gone integer;
begin
  if not public.is_being_deleted(org) then raise exception 'This organization is not being deleted.'; end if;
  if of not in ('audit_event', 'decision', 'free_text') then raise exception 'No table of the record: %', of; end if;
  execute format('with gone as (delete from public.%I t where t.org_id = $1 and t.ctid = any(array(
    select o.ctid from public.%I o where o.org_id = $1 limit $2)) returning 1) select count(*)::integer from gone', of, of)
    into gone using org, most;
  return gone;
end $$;
--> statement-breakpoint
select hand_to_lookup('delete_record(text, integer)');
--> statement-breakpoint
create function delete_organization(at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  org uuid := nullif(current_setting('app.org_id', true), '')::uuid;
begin
  if not public.is_being_deleted(org) then raise exception 'This organization is not being deleted.'; end if;
  delete from public.session s where s.openid_org_id = org;
  delete from public.organization_deletion d where d.org_id = org;
  delete from public.member m where m.org_id = org;
  delete from public.organization o where o.id = org;
  insert into public.deleted_organization (id, deleted_at) values (org, at);
end $$;
--> statement-breakpoint
grant delete on member to castellan_lookup;
--> statement-breakpoint
select hand_to_lookup('delete_organization(timestamptz)');
