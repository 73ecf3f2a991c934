CREATE TABLE "account_link" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"email" text NOT NULL,
	"former_email" text,
	"token_hash" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"superseded_at" timestamp with time zone,
	CONSTRAINT "account_link_kind" CHECK ("account_link"."kind" in ('verify_address', 'reset_password'))
);
--> statement-breakpoint
CREATE TABLE "account_totp" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	"last_step" bigint
);
--> statement-breakpoint
CREATE TABLE "known_browser" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "passkey" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"credential_id" text NOT NULL,
	"public_key" text NOT NULL,
	"transports" text[] NOT NULL,
	"counter" bigint NOT NULL,
	"is_synced" boolean NOT NULL,
	"is_backed_up" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "recovery_code" (
	"account_id" uuid NOT NULL,
	"code_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "recovery_code_account_id_code_hash_pk" PRIMARY KEY("account_id","code_hash")
);
--> statement-breakpoint
CREATE TABLE "sign_in_step" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"account_id" uuid,
	"challenge" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sign_in_step_kind" CHECK ("sign_in_step"."kind" in ('second_factor', 'passkey_sign_in', 'passkey_proof', 'passkey_add')),
	CONSTRAINT "sign_in_step_account" CHECK ("sign_in_step"."account_id" is not null or "sign_in_step"."kind" = 'passkey_sign_in')
);
--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "email_verified_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "account_event" ADD COLUMN "browser" text;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "id" uuid;--> statement-breakpoint
-- the owner stands behind the wall too, so rows that are there already are reached only while it is down
alter table session no force row level security;
--> statement-breakpoint
update session set id = gen_random_uuid();
--> statement-breakpoint
alter table session force row level security;
--> statement-breakpoint
ALTER TABLE "session" ALTER COLUMN "id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "browser_id" uuid;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "sessions_ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "needs_two_factors" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "account_link" ADD CONSTRAINT "account_link_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_totp" ADD CONSTRAINT "account_totp_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "known_browser" ADD CONSTRAINT "known_browser_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_in_step" ADD CONSTRAINT "sign_in_step_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "account_link_token" ON "account_link" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "account_link_by_account" ON "account_link" USING btree ("account_id","kind");--> statement-breakpoint
CREATE UNIQUE INDEX "known_browser_token" ON "known_browser" USING btree ("account_id","token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "passkey_credential" ON "passkey" USING btree ("credential_id");--> statement-breakpoint
CREATE INDEX "passkey_by_account" ON "passkey" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "sign_in_step_by_account" ON "sign_in_step" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "sign_in_step_by_end" ON "sign_in_step" USING btree ("expires_at");
--> statement-breakpoint
-- The wall of what belongs to one person's sign-in.
create function wall_account_table(walled regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', walled);
  execute format('alter table %s force row level security', walled);
  execute format(
    'create policy own_account on %s using (account_id = (select nullif(current_setting(''app.account_id'', true), '''')::uuid)) with check (account_id = (select nullif(current_setting(''app.account_id'', true), '''')::uuid))',
    walled);
  execute format('grant select, insert, update, delete on %s to castellan_runtime', walled);
end $$;
--> statement-breakpoint
revoke execute on function wall_account_table(regclass) from public;
--> statement-breakpoint
select wall_account_table(walled::regclass) from unnest(array[
  'account_totp', 'recovery_code', 'passkey', 'known_browser', 'account_link', 'sign_in_step'
]) as walled;
--> statement-breakpoint
-- while a passkey is asked for nobody knows yet whose it is: a step is also reached by who holds its own id
create policy own_step on sign_in_step
  using (id_hash = (select nullif(current_setting('app.sign_in_step', true), '')))
  with check (id_hash = (select nullif(current_setting('app.sign_in_step', true), '')));
--> statement-breakpoint
create policy lookup on account_totp for select to castellan_lookup using (true);
--> statement-breakpoint
create policy lookup on passkey for select to castellan_lookup using (true);
--> statement-breakpoint
create policy lookup on account_link for select to castellan_lookup using (true);
--> statement-breakpoint
create policy lookup on sign_in_step for select to castellan_lookup using (true);
--> statement-breakpoint
create policy lookup_end on sign_in_step for delete to castellan_lookup using (true);
--> statement-breakpoint
grant select on account_totp, passkey, account_link, sign_in_step to castellan_lookup;
--> statement-breakpoint
grant delete on sign_in_step to castellan_lookup;
--> statement-breakpoint
drop function lookup_session(text);
--> statement-breakpoint
create function lookup_session(hash text)
returns table (account_id uuid, email text, account_name text, created_at timestamptz, last_seen_at timestamptz,
  idle_expires_at timestamptz, absolute_expires_at timestamptz, proved_at timestamptz, session_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select a.id, a.email, a.name, s.created_at, s.last_seen_at, s.idle_expires_at, s.absolute_expires_at, s.proved_at, s.id
  from public.session s join public.account a on a.id = s.account_id
  where s.id_hash = hash and a.disabled_at is null
$$;
--> statement-breakpoint
select hand_to_lookup('lookup_session(text)');
--> statement-breakpoint
drop function lookup_membership(text, uuid);
--> statement-breakpoint
create function lookup_membership(org_slug text, account uuid)
returns table (org_id uuid, org_name text, time_zone text, is_demo boolean, member_id uuid, member_name text, role text,
  sessions_ended_at timestamptz, lacks_second_factor boolean)
language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id, o.name, o.time_zone, o.is_demo, m.id, m.name, m.role, m.sessions_ended_at,
    o.needs_two_factors
      and not exists (select 1 from public.account_totp t where t.account_id = account and t.confirmed_at is not null)
      and not exists (select 1 from public.passkey p where p.account_id = account)
  from public.organization o join public.member m on m.org_id = o.id
  where o.slug = org_slug and m.account_id = account and m.removed_at is null
$$;
--> statement-breakpoint
select hand_to_lookup('lookup_membership(text, uuid)');
--> statement-breakpoint
create function lookup_passkey(credential text)
returns table (account_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select p.account_id from public.passkey p join public.account a on a.id = p.account_id
  where p.credential_id = credential and a.disabled_at is null
$$;
--> statement-breakpoint
select hand_to_lookup('lookup_passkey(text)');
--> statement-breakpoint
create function lookup_account_link(hash text)
returns table (account_id uuid, link_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select l.account_id, l.id from public.account_link l join public.account a on a.id = l.account_id
  where l.token_hash = hash and a.disabled_at is null
$$;
--> statement-breakpoint
select hand_to_lookup('lookup_account_link(text)');
--> statement-breakpoint
create function forget_stale_sign_in_steps(at timestamptz) returns integer
language sql security definer set search_path = pg_catalog, public as $$
  with ended as (delete from public.sign_in_step s where s.expires_at <= at returning 1) select count(*)::integer from ended
$$;
--> statement-breakpoint
select hand_to_lookup('forget_stale_sign_in_steps(timestamptz)');
