ALTER TABLE "installation" ADD COLUMN "pinned_seen" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
-- of installations, servers, their lists and tools only what a score rests on: whether somebody vouches for a launch too
create or replace function mark_changed_trust() returns trigger language plpgsql as $$
begin
  case tg_table_name
    when 'server' then
      insert into public.trust_mark (org_id, server_ids) select org_id, array_agg(id) from (
        select org_id, id, manifest_id from written except select org_id, id, manifest_id from overwritten) changed group by org_id;
    when 'installation' then
      insert into public.trust_mark (org_id, server_ids) select org_id, array_agg(distinct server_id) from (
        select org_id, id, server_id, launch_hash, release, removed_at is null, pinned_seen from written
        except select org_id, id, server_id, launch_hash, release, removed_at is null, pinned_seen from overwritten) changed
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
alter table installation no force row level security;
--> statement-breakpoint
alter table decision no force row level security;
--> statement-breakpoint
update installation i set pinned_seen = true where i.pinned_server_id = i.server_id and i.pinned_launch = i.launch and exists (
  select from decision d where d.org_id = i.org_id and d.outcome = 'approved'
    and d.evidence -> 'launches' @> jsonb_build_array(jsonb_build_object('installationId', i.id, 'hash', i.launch_hash)));
--> statement-breakpoint
alter table decision force row level security;
--> statement-breakpoint
alter table installation force row level security;
--> statement-breakpoint
-- what files told of the zone of a program counts only where somebody vouches for them; the next sweep tells it anew
alter table evidence no force row level security;
--> statement-breakpoint
update evidence set answer = 'could_not_look', value = null, failed_at = null, failed_why = null,
  detail = jsonb_build_object('why', 'Nobody has looked since files count only where somebody vouches for them.')
where "row" in ('zone', 'zone_crossing') and source = 'its address and the files seen' and identity not like 'remote:%'
  and not ("row" = 'zone_crossing' and answer = 'found');
--> statement-breakpoint
alter table evidence force row level security;
--> statement-breakpoint
alter table server_zone no force row level security;
--> statement-breakpoint
update server_zone set hash = '', assessed_at = assessed_at - interval '1 hour';
--> statement-breakpoint
alter table server_zone force row level security;
