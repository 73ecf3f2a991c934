-- Before the tenant is known: each function answers one key, as castellan_lookup, which may read these few tables only.
create policy lookup on session for select to castellan_lookup using (true);
--> statement-breakpoint
create policy lookup_end on session for delete to castellan_lookup using (true);
--> statement-breakpoint
create policy lookup on account for select to castellan_lookup using (true);
--> statement-breakpoint
create policy lookup on organization for select to castellan_lookup using (true);
--> statement-breakpoint
create policy lookup on member for select to castellan_lookup using (true);
--> statement-breakpoint
create policy lookup on invitation for select to castellan_lookup using (true);
--> statement-breakpoint
create policy lookup on api_key for select to castellan_lookup using (true);
--> statement-breakpoint
create policy lookup on device for select to castellan_lookup using (true);
--> statement-breakpoint
create policy lookup on enrollment_code for select to castellan_lookup using (true);
--> statement-breakpoint
grant select on session, account, organization, member, invitation, api_key, device, enrollment_code to castellan_lookup;
--> statement-breakpoint
grant delete on session to castellan_lookup;
--> statement-breakpoint
create function lookup_session(hash text)
returns table (account_id uuid, email text, account_name text, created_at timestamptz, last_seen_at timestamptz,
  idle_expires_at timestamptz, absolute_expires_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select a.id, a.email, a.name, s.created_at, s.last_seen_at, s.idle_expires_at, s.absolute_expires_at
  from public.session s join public.account a on a.id = s.account_id
  where s.id_hash = hash and a.disabled_at is null
$$;
--> statement-breakpoint
create function lookup_account(address text)
returns table (id uuid, name text, password_hash text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select a.id, a.name, a.password_hash from public.account a where a.email = address and a.disabled_at is null
$$;
--> statement-breakpoint
create function lookup_membership(org_slug text, account uuid)
returns table (org_id uuid, org_name text, time_zone text, is_demo boolean, member_id uuid, member_name text, role text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id, o.name, o.time_zone, o.is_demo, m.id, m.name, m.role
  from public.organization o join public.member m on m.org_id = o.id
  where o.slug = org_slug and m.account_id = account and m.removed_at is null
$$;
--> statement-breakpoint
create function lookup_organizations_of(account uuid)
returns table (slug text, name text, role text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select o.slug, o.name, m.role from public.member m join public.organization o on o.id = m.org_id
  where m.account_id = account and m.removed_at is null order by o.name, o.slug limit 200
$$;
--> statement-breakpoint
create function lookup_api_key(hash text)
returns table (org_id uuid, org_slug text, time_zone text, api_key_id uuid, scopes text[], environment text, expires_at timestamptz,
  revoked_at timestamptz, last_used_at timestamptz, member_id uuid, member_name text, role text, account_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select k.org_id, o.slug, o.time_zone, k.id, k.scopes, k.environment, k.expires_at, k.revoked_at, k.last_used_at,
    m.id, m.name, m.role, m.account_id
  from public.api_key k
  join public.member m on m.org_id = k.org_id and m.id = k.member_id
  join public.organization o on o.id = k.org_id
  join public.account a on a.id = m.account_id
  where k.key_hash = hash and m.removed_at is null and a.disabled_at is null
$$;
--> statement-breakpoint
create function lookup_device_key(hash text)
returns table (org_id uuid, org_slug text, time_zone text, device_id uuid, revoked_at timestamptz, member_id uuid,
  member_name text, role text, account_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select d.org_id, o.slug, o.time_zone, d.id, d.revoked_at, m.id, m.name, m.role, m.account_id
  from public.device d
  join public.member m on m.org_id = d.org_id and m.id = d.member_id
  join public.organization o on o.id = d.org_id
  join public.account a on a.id = m.account_id
  where d.key_hash = hash and m.removed_at is null and a.disabled_at is null
$$;
--> statement-breakpoint
create function lookup_invitation(hash text)
returns table (org_id uuid, org_slug text, org_name text, invitation_id uuid, email text, name text, role text,
  expires_at timestamptz, accepted_at timestamptz, revoked_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select i.org_id, o.slug, o.name, i.id, i.email, i.name, i.role, i.expires_at, i.accepted_at, i.revoked_at
  from public.invitation i join public.organization o on o.id = i.org_id
  where i.token_hash = hash
$$;
--> statement-breakpoint
create function lookup_enrollment_code(hash text)
returns table (org_id uuid, code_id uuid, expires_at timestamptz, used_at timestamptz, member_id uuid, member_name text,
  role text, account_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select c.org_id, c.id, c.expires_at, c.used_at, m.id, m.name, m.role, m.account_id
  from public.enrollment_code c
  join public.member m on m.org_id = c.org_id and m.id = c.member_id
  join public.account a on a.id = m.account_id
  where c.code_hash = hash and m.removed_at is null and a.disabled_at is null
$$;
--> statement-breakpoint
-- sweeps list organizations and then open one walled transaction for each
create function lookup_organization_ids() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id from public.organization o order by o.id
$$;
--> statement-breakpoint
create function lookup_demo_organization() returns table (org_id uuid, slug text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id, o.slug from public.organization o where o.is_demo order by o.created_at limit 1
$$;
--> statement-breakpoint
create function end_stale_sessions(at timestamptz) returns integer
language sql security definer set search_path = pg_catalog, public as $$
  with ended as (
    delete from public.session s where s.absolute_expires_at <= at or s.idle_expires_at <= at returning 1
  ) select count(*)::integer from ended
$$;
--> statement-breakpoint
grant create on schema public to castellan_lookup;
--> statement-breakpoint
do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'public' and p.prosecdef
  loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to castellan_runtime', f);
    execute format('alter function %s owner to castellan_lookup', f);
  end loop;
end $$;
--> statement-breakpoint
revoke create on schema public from castellan_lookup;
