CREATE TABLE "in_use" (
	"org_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"facet" text NOT NULL,
	"is_stale" boolean DEFAULT false NOT NULL,
	"need" smallint DEFAULT 0 NOT NULL,
	"severity" smallint DEFAULT 0 NOT NULL,
	"installations" integer DEFAULT 0 NOT NULL,
	"people" integer DEFAULT 0 NOT NULL,
	"servers" integer DEFAULT 0 NOT NULL,
	"by_need" integer[] DEFAULT '{}' NOT NULL,
	"silent" integer DEFAULT 0 NOT NULL,
	"returned" integer DEFAULT 0 NOT NULL,
	"clients" text[] DEFAULT '{}' NOT NULL,
	"first" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"first_seen_at" timestamp with time zone,
	"last_seen_at" timestamp with time zone,
	CONSTRAINT "in_use_org_id_kind_subject_id_facet_pk" PRIMARY KEY("org_id","kind","subject_id","facet")
);
--> statement-breakpoint
CREATE TABLE "installation_standing" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"client" text NOT NULL,
	"is_removed" boolean NOT NULL,
	"need" smallint NOT NULL,
	"severity" smallint NOT NULL,
	"presence" text NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"holds_from" timestamp with time zone NOT NULL,
	"holds_until" timestamp with time zone NOT NULL,
	CONSTRAINT "installation_standing_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "standing_mark" (
	"org_id" uuid NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "standing_mark_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"server_id" uuid,
	"device_id" uuid,
	"member_id" uuid,
	"team_id" uuid,
	"installation_ids" uuid[],
	CONSTRAINT "standing_mark_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
ALTER TABLE "standing_mark" ADD CONSTRAINT "standing_mark_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "in_use_by_need" ON "in_use" USING btree ("org_id","kind","facet","need","severity" DESC NULLS LAST,"last_seen_at" DESC NULLS LAST) INCLUDE ("installations");--> statement-breakpoint
CREATE INDEX "in_use_stale" ON "in_use" USING btree ("org_id","kind","subject_id") WHERE "in_use"."is_stale";--> statement-breakpoint
CREATE INDEX "installation_standing_by_need" ON "installation_standing" USING btree ("org_id","is_removed","need","severity" DESC NULLS LAST,"last_seen_at" DESC NULLS LAST,"id") INCLUDE ("client","presence","server_id","member_id");--> statement-breakpoint
CREATE INDEX "installation_standing_by_sight" ON "installation_standing" USING btree ("org_id","is_removed","last_seen_at","id");--> statement-breakpoint
CREATE INDEX "installation_standing_by_server" ON "installation_standing" USING btree ("org_id","server_id","id");--> statement-breakpoint
CREATE INDEX "installation_standing_by_member" ON "installation_standing" USING btree ("org_id","member_id","id");--> statement-breakpoint
CREATE INDEX "installation_standing_by_device" ON "installation_standing" USING btree ("org_id","device_id");--> statement-breakpoint
CREATE INDEX "installation_standing_by_end" ON "installation_standing" USING btree ("org_id","holds_until");--> statement-breakpoint
CREATE INDEX "installation_standing_by_start" ON "installation_standing" USING btree ("org_id","holds_from");--> statement-breakpoint
CREATE INDEX "block_that_stands" ON "block" USING btree ("org_id","subject_kind","subject_key") WHERE "block"."lifted_at" is null;--> statement-breakpoint
CREATE INDEX "member_by_name" ON "member" USING btree ("org_id","name");--> statement-breakpoint
CREATE INDEX "scanned_file_unread" ON "scanned_file" USING btree ("org_id","device_id") WHERE "scanned_file"."outcome" = 'could_not_look';
--> statement-breakpoint
select wall_tenant_table(walled::regclass) from unnest(array['standing_mark', 'installation_standing', 'in_use']) as walled;
--> statement-breakpoint
-- a later migration that changes rows behind a lowered wall leaves marks too
create policy marks_of_migrations on standing_mark for insert to current_user with check (true);
--> statement-breakpoint
-- Whatever writes a row a standing rests on, a verb of today, of tomorrow or a person at the database, leaves a mark in the
-- same transaction, naming as few rows as say what to derive anew. Nothing is derived or looked up here: a function keeps its
-- first plan, and one made for five rows would be kept for ten thousand.
create function mark_standings() returns trigger language plpgsql as $$
begin
  case tg_table_name
    when 'installation' then
      insert into public.standing_mark (org_id, device_id) select distinct org_id, device_id from written;
    when 'finding' then
      insert into public.standing_mark (org_id, installation_ids)
      select org_id, array_agg(distinct installation_id) from written group by org_id;
    when 'team_member' then
      insert into public.standing_mark (org_id, team_id, member_id) select org_id, team_id, member_id from written;
    when 'access_grant' then
      insert into public.standing_mark (org_id, server_id, member_id, team_id)
      select distinct org_id, server_id, member_id, team_id from written where num_nonnulls(member_id, team_id) > 0;
    when 'block' then
      -- what names nobody stops nobody, and must not keep the block from being set
      insert into public.standing_mark (org_id, server_id, member_id, device_id, team_id)
      select org_id, case when subject_kind in ('server', 'release') then subject end, case subject_kind when 'member' then subject end,
        case subject_kind when 'device' then subject end, case subject_kind when 'team' then subject end
      from (
        select org_id, subject_kind, case when subject_key ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}( |$)' then left(subject_key, 36)::uuid end as subject
        from written where subject_kind in ('server', 'release', 'member', 'device', 'team')) named
      where subject is not null;
    else
      insert into public.standing_mark (org_id, server_id) select distinct org_id, server_id from written;
  end case;
  return null;
end $$;
--> statement-breakpoint
-- of devices, members and manifests only what a standing or its place in a list rests on
create function mark_changed_standings() returns trigger language plpgsql as $$
begin
  case tg_table_name
    when 'device' then
      insert into public.standing_mark (org_id, device_id) select org_id, id from (
        select org_id, id, last_report_at from written except select org_id, id, last_report_at from overwritten) changed;
    when 'member' then
      insert into public.standing_mark (org_id, member_id) select org_id, id from (
        select org_id, id, name, removed_at from written except select org_id, id, name, removed_at from overwritten) changed;
    when 'manifest' then
      insert into public.standing_mark (org_id, server_id) select distinct org_id, server_id from (
        select org_id, id, server_id, is_confirmed from written
        except select org_id, id, server_id, is_confirmed from overwritten) changed;
  end case;
  return null;
end $$;
--> statement-breakpoint
do $$
declare marked text;
begin
  foreach marked in array array['installation', 'finding', 'team_member', 'access_grant', 'block', 'tool', 'pin'] loop
    execute format('create trigger mark_inserted after insert on %I referencing new table as written for each statement execute function mark_standings()', marked);
    execute format('create trigger mark_updated after update on %I referencing new table as written for each statement execute function mark_standings()', marked);
    execute format('create trigger mark_deleted after delete on %I referencing old table as written for each statement execute function mark_standings()', marked);
  end loop;
  foreach marked in array array['device', 'member', 'manifest'] loop
    execute format('create trigger mark_updated after update on %I referencing new table as written old table as overwritten for each statement execute function mark_changed_standings()', marked);
  end loop;
  -- rows of these may be moved; an installation and its findings keep their id and with it what is derived of them
  foreach marked in array array['team_member', 'access_grant', 'block', 'tool', 'pin'] loop
    execute format('create trigger mark_overwritten after update on %I referencing old table as written for each statement execute function mark_standings()', marked);
  end loop;
end $$;
--> statement-breakpoint
-- rows that are there already are derived when they are first listed, or by the next sweep
alter table device no force row level security;
--> statement-breakpoint
insert into standing_mark (org_id, device_id) select org_id, id from device;
--> statement-breakpoint
alter table device force row level security;
