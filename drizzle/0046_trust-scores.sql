CREATE TABLE "trust_mark" (
	"org_id" uuid NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "trust_mark_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"identities" text[],
	"server_ids" uuid[],
	"tool_names" text[],
	"after" text,
	CONSTRAINT "trust_mark_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "trust_score" (
	"org_id" uuid NOT NULL,
	"identity" text NOT NULL,
	"release" text NOT NULL,
	"score" double precision NOT NULL,
	"possible" double precision NOT NULL,
	"proven" double precision NOT NULL,
	"confidence" double precision NOT NULL,
	"cap" text,
	"formula" integer NOT NULL,
	"rules" integer NOT NULL,
	"counted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "trust_score_org_id_identity_pk" PRIMARY KEY("org_id","identity")
);
--> statement-breakpoint
ALTER TABLE "listing" ADD COLUMN "trust_order" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "trust_mark" ADD CONSTRAINT "trust_mark_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_score" ADD CONSTRAINT "trust_score_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "trust_score_by_formula" ON "trust_score" USING btree ("org_id","formula","rules");--> statement-breakpoint
CREATE INDEX "tool_that_names" ON "tool" USING btree ("org_id","server_id") WHERE "tool"."named" <> '{}';--> statement-breakpoint
CREATE INDEX "listing_by_trust" ON "listing" USING btree ("org_id","trust_order","name","id") WHERE "listing"."is_latest" and "listing"."removed_at" is null;--> statement-breakpoint
select wall_tenant_table(walled::regclass) from unnest(array['trust_mark', 'trust_score']) as walled;
--> statement-breakpoint
-- a migration that changes rows behind a lowered wall leaves marks too
create policy marks_of_migrations on trust_mark for insert to current_user with check (true);
--> statement-breakpoint
-- Whatever writes a row that a trust score rests on leaves a mark in the same transaction. Nothing is counted here.
create function mark_trust() returns trigger language plpgsql as $$
begin
  case tg_table_name
    when 'server' then
      insert into public.trust_mark (org_id, server_ids) select org_id, array_agg(id) from written group by org_id;
    when 'tool' then
      -- what other servers say of these tools counts otherwise now
      insert into public.trust_mark (org_id, server_ids, tool_names)
      select org_id, array_agg(distinct server_id), array_agg(distinct name) from written group by org_id;
    when 'installation' then
      insert into public.trust_mark (org_id, server_ids)
      select org_id, array_agg(distinct server_id) from written where server_id is not null group by org_id;
    else
      insert into public.trust_mark (org_id, identities) select org_id, array_agg(distinct identity) from written group by org_id;
  end case;
  return null;
end $$;
--> statement-breakpoint
-- of installations, servers, their lists and tools only what a score rests on
create function mark_changed_trust() returns trigger language plpgsql as $$
begin
  case tg_table_name
    when 'server' then
      insert into public.trust_mark (org_id, server_ids) select org_id, array_agg(id) from (
        select org_id, id, manifest_id from written except select org_id, id, manifest_id from overwritten) changed group by org_id;
    when 'installation' then
      insert into public.trust_mark (org_id, server_ids) select org_id, array_agg(distinct server_id) from (
        select org_id, id, server_id, launch_hash, release, removed_at is null from written
        except select org_id, id, server_id, launch_hash, release, removed_at is null from overwritten) changed
      where server_id is not null group by org_id;
    when 'manifest' then
      insert into public.trust_mark (org_id, server_ids) select org_id, array_agg(distinct server_id) from (
        select org_id, server_id, id, is_confirmed, hidden, named from written
        except select org_id, server_id, id, is_confirmed, hidden, named from overwritten) changed group by org_id;
    when 'tool' then
      insert into public.trust_mark (org_id, server_ids) select org_id, array_agg(distinct server_id) from (
        select org_id, server_id, manifest_id, name, touched, hidden, named, rules_version from written
        except select org_id, server_id, manifest_id, name, touched, hidden, named, rules_version from overwritten) changed
      group by org_id;
  end case;
  return null;
end $$;
--> statement-breakpoint
do $$
declare marked text;
begin
  foreach marked in array array['evidence', 'publisher_word', 'listing_identity', 'installation', 'server', 'tool'] loop
    execute format('create trigger trust_inserted after insert on %I referencing new table as written for each statement execute function mark_trust()', marked);
    execute format('create trigger trust_deleted after delete on %I referencing old table as written for each statement execute function mark_trust()', marked);
  end loop;
  foreach marked in array array['evidence', 'publisher_word'] loop
    execute format('create trigger trust_updated after update on %I referencing new table as written for each statement execute function mark_trust()', marked);
  end loop;
  foreach marked in array array['installation', 'server', 'tool', 'manifest'] loop
    execute format('create trigger trust_updated after update on %I referencing new table as written old table as overwritten for each statement execute function mark_changed_trust()', marked);
  end loop;
end $$;
--> statement-breakpoint
-- what is there already is counted by the next sweeps
alter table organization no force row level security;
--> statement-breakpoint
insert into trust_mark (org_id, after) select id, '' from organization;
--> statement-breakpoint
alter table organization force row level security;
