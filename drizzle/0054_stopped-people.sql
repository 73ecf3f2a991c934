-- An installation whose launch blocks stops all calls of its person to the server that stands there and to the one that was
-- approved there. So when one begins or ends to block, the person's other installations of both are derived anew.
create function mark_stopped_people() returns trigger language plpgsql as $$
begin
  case tg_op
    when 'INSERT' then
      insert into public.standing_mark (org_id, server_id, member_id)
      select distinct n.org_id, s.id, n.member_id from written n cross join lateral (values (n.server_id), (n.pinned_server_id)) s(id)
      where n.launch_class = 'block' and n.removed_at is null and s.id is not null;
    when 'DELETE' then
      insert into public.standing_mark (org_id, server_id, member_id)
      select distinct o.org_id, s.id, o.member_id from overwritten o cross join lateral (values (o.server_id), (o.pinned_server_id)) s(id)
      where o.launch_class = 'block' and o.removed_at is null and s.id is not null;
    else
      insert into public.standing_mark (org_id, server_id, member_id)
      select distinct c.org_id, s.id, c.member_id from (
        select coalesce(n.org_id, o.org_id) as org_id, v.* from
          (select * from written where launch_class = 'block' and removed_at is null) n
          full join (select * from overwritten where launch_class = 'block' and removed_at is null) o on o.org_id = n.org_id and o.id = n.id
          cross join lateral (values (n.member_id, n.server_id, n.pinned_server_id), (o.member_id, o.server_id, o.pinned_server_id))
            v(member_id, server_id, pinned_server_id)
        where (n.member_id, n.server_id, n.pinned_server_id) is distinct from (o.member_id, o.server_id, o.pinned_server_id)
      ) c cross join lateral (values (c.server_id), (c.pinned_server_id)) s(id)
      where c.member_id is not null and s.id is not null;
  end case;
  return null;
end $$;
--> statement-breakpoint
create trigger mark_people_inserted after insert on installation referencing new table as written
  for each statement execute function mark_stopped_people();
--> statement-breakpoint
create trigger mark_people_updated after update on installation referencing new table as written old table as overwritten
  for each statement execute function mark_stopped_people();
--> statement-breakpoint
create trigger mark_people_deleted after delete on installation referencing old table as overwritten
  for each statement execute function mark_stopped_people();
--> statement-breakpoint
-- What blocks already, and what names no release while one of its server is blocked, is derived anew.
alter table installation no force row level security;
--> statement-breakpoint
alter table block no force row level security;
--> statement-breakpoint
insert into standing_mark (org_id, server_id, member_id)
select distinct i.org_id, s.id, i.member_id from installation i cross join lateral (values (i.server_id), (i.pinned_server_id)) s(id)
where i.launch_class = 'block' and i.removed_at is null and s.id is not null;
--> statement-breakpoint
insert into standing_mark (org_id, server_id)
select distinct b.org_id, left(b.subject_key, 36)::uuid from block b
where b.subject_kind = 'release' and b.lifted_at is null and b.subject_key ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} ';
--> statement-breakpoint
alter table block force row level security;
--> statement-breakpoint
alter table installation force row level security;
