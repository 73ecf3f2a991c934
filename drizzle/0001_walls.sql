-- The wall every tenant table stands behind. Later migrations call wall_tenant_table for each table they add;
-- the catalog test fails for a table that was forgotten.
create function wall_tenant_table(walled regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', walled);
  execute format('alter table %s force row level security', walled);
  execute format(
    'create policy tenant on %s using (org_id = (select nullif(current_setting(''app.org_id'', true), '''')::uuid)) with check (org_id = (select nullif(current_setting(''app.org_id'', true), '''')::uuid))',
    walled);
  execute format('grant select, insert, update, delete on %s to castellan_runtime', walled);
end $$;
--> statement-breakpoint
revoke execute on function wall_tenant_table(regclass) from public;
--> statement-breakpoint
select wall_tenant_table(walled::regclass) from unnest(array[
  'member', 'team', 'team_member', 'invitation', 'api_key', 'search_term', 'idempotency_key',
  'server', 'manifest', 'tool', 'pin', 'block', 'access_grant',
  'device', 'enrollment_code', 'scan', 'scanned_file', 'installation', 'finding',
  'request', 'decision', 'request_message', 'checklist_answer', 'audit_event'
]) as walled;
--> statement-breakpoint
-- what was written into the record stays: the runtime role may add and read
revoke update, delete on audit_event, decision from castellan_runtime;
--> statement-breakpoint
alter table organization enable row level security;
--> statement-breakpoint
alter table organization force row level security;
--> statement-breakpoint
create policy own_organization on organization
  using (id = (select nullif(current_setting('app.org_id', true), '')::uuid))
  with check (id = (select nullif(current_setting('app.org_id', true), '')::uuid));
--> statement-breakpoint
alter table account enable row level security;
--> statement-breakpoint
alter table account force row level security;
--> statement-breakpoint
create policy own_account on account
  using (id = (select nullif(current_setting('app.account_id', true), '')::uuid))
  with check (id = (select nullif(current_setting('app.account_id', true), '')::uuid));
--> statement-breakpoint
alter table account_event enable row level security;
--> statement-breakpoint
alter table account_event force row level security;
--> statement-breakpoint
create policy own_account_event on account_event
  using (account_id = (select nullif(current_setting('app.account_id', true), '')::uuid))
  with check (account_id = (select nullif(current_setting('app.account_id', true), '')::uuid));
--> statement-breakpoint
alter table session enable row level security;
--> statement-breakpoint
alter table session force row level security;
--> statement-breakpoint
create policy own_session on session
  using (account_id = (select nullif(current_setting('app.account_id', true), '')::uuid))
  with check (account_id = (select nullif(current_setting('app.account_id', true), '')::uuid));
--> statement-breakpoint
grant select, insert, update on organization, account to castellan_runtime;
--> statement-breakpoint
grant select, insert on account_event to castellan_runtime;
--> statement-breakpoint
grant select, insert, update, delete on session, rate_limit to castellan_runtime;
--> statement-breakpoint
grant select on migration to castellan_runtime;
--> statement-breakpoint
grant usage on schema public to castellan_runtime, castellan_lookup;
--> statement-breakpoint
-- `starts_with` is leakproof and uses this order; with the database's own collation it would scan the tenant
alter table search_term alter column term type text collate "C";
