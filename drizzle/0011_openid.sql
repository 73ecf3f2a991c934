CREATE TABLE "openid_flow" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"state_hash" text NOT NULL,
	"browser_hash" text NOT NULL,
	"account_id" uuid,
	"return_to" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"waiting" jsonb,
	CONSTRAINT "openid_flow_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "openid_flow_purpose" CHECK ("openid_flow"."purpose" in ('sign_in', 'test', 'proof'))
);
--> statement-breakpoint
CREATE TABLE "openid_group" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"provider_id" uuid NOT NULL,
	"name" text NOT NULL,
	"role" text,
	"team_id" uuid,
	CONSTRAINT "openid_group_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "openid_group_role" CHECK ("openid_group"."role" in ('owner', 'admin', 'security', 'approver', 'member', 'auditor')),
	CONSTRAINT "openid_group_gives" CHECK ("openid_group"."role" is not null or "openid_group"."team_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "openid_identity" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"account_id" uuid NOT NULL,
	"opens" boolean NOT NULL,
	"linked_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone NOT NULL,
	CONSTRAINT "openid_identity_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "openid_provider" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"issuer" text NOT NULL,
	"client_id" text NOT NULL,
	"secret_id" uuid NOT NULL,
	"secret_set_at" timestamp with time zone NOT NULL,
	"scopes" text[] NOT NULL,
	"group_claim" text NOT NULL,
	"domains" text[] NOT NULL,
	"default_role" text,
	"joins" boolean NOT NULL,
	"is_required" boolean NOT NULL,
	"trusted_at" timestamp with time zone NOT NULL,
	"tested_at" timestamp with time zone,
	"tested_by" uuid,
	CONSTRAINT "openid_provider_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "openid_provider_default_role" CHECK ("openid_provider"."default_role" in ('owner', 'admin', 'security', 'approver', 'member', 'auditor'))
);
--> statement-breakpoint
ALTER TABLE "session" ALTER COLUMN "proved_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "openid_org_id" uuid;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "openid_identity_id" uuid;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "openid_proved_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "openid_flow" ADD CONSTRAINT "openid_flow_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "openid_group" ADD CONSTRAINT "openid_group_org_id_provider_id_openid_provider_org_id_id_fk" FOREIGN KEY ("org_id","provider_id") REFERENCES "public"."openid_provider"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "openid_group" ADD CONSTRAINT "openid_group_org_id_team_id_team_org_id_id_fk" FOREIGN KEY ("org_id","team_id") REFERENCES "public"."team"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "openid_identity" ADD CONSTRAINT "openid_identity_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "openid_identity" ADD CONSTRAINT "openid_identity_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "openid_provider" ADD CONSTRAINT "openid_provider_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "openid_provider" ADD CONSTRAINT "openid_provider_org_id_secret_id_sealed_secret_org_id_id_fk" FOREIGN KEY ("org_id","secret_id") REFERENCES "public"."sealed_secret"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "openid_provider" ADD CONSTRAINT "openid_provider_org_id_tested_by_member_org_id_id_fk" FOREIGN KEY ("org_id","tested_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "openid_flow_state" ON "openid_flow" USING btree ("org_id","state_hash");--> statement-breakpoint
CREATE INDEX "openid_flow_by_browser" ON "openid_flow" USING btree ("org_id","browser_hash");--> statement-breakpoint
CREATE INDEX "openid_flow_by_end" ON "openid_flow" USING btree ("org_id","expires_at");--> statement-breakpoint
CREATE INDEX "openid_group_of" ON "openid_group" USING btree ("org_id","provider_id");--> statement-breakpoint
CREATE UNIQUE INDEX "openid_identity_subject" ON "openid_identity" USING btree ("org_id","issuer","subject");--> statement-breakpoint
CREATE UNIQUE INDEX "openid_identity_account" ON "openid_identity" USING btree ("org_id","issuer","account_id");--> statement-breakpoint
CREATE INDEX "openid_identity_by_account" ON "openid_identity" USING btree ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "openid_provider_of" ON "openid_provider" USING btree ("org_id");--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_proof" CHECK ("session"."proved_at" is not null or ("session"."openid_org_id" is not null and "session"."openid_identity_id" is not null));
--> statement-breakpoint
select wall_tenant_table(walled::regclass) from unnest(array[
  'openid_provider', 'openid_group', 'openid_identity', 'openid_flow'
]) as walled;
--> statement-breakpoint
create policy lookup on openid_provider for select to castellan_lookup using (true);
--> statement-breakpoint
create policy lookup on openid_identity for select to castellan_lookup using (true);
--> statement-breakpoint
grant select on openid_provider, openid_identity to castellan_lookup;
--> statement-breakpoint
drop function lookup_session(text);
--> statement-breakpoint
create function lookup_session(hash text)
returns table (account_id uuid, email text, account_name text, created_at timestamptz, last_seen_at timestamptz,
  idle_expires_at timestamptz, absolute_expires_at timestamptz, proved_at timestamptz, session_id uuid,
  openid_org_id uuid, openid_identity_id uuid, openid_proved_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select a.id, a.email, a.name, s.created_at, s.last_seen_at, s.idle_expires_at, s.absolute_expires_at, s.proved_at, s.id,
    s.openid_org_id, s.openid_identity_id, s.openid_proved_at
  from public.session s join public.account a on a.id = s.account_id
  where s.id_hash = hash and a.disabled_at is null
$$;
--> statement-breakpoint
select hand_to_lookup('lookup_session(text)');
--> statement-breakpoint
drop function lookup_membership(text, uuid);
--> statement-breakpoint
-- `identity` is what a provider's session was opened with: it counts while the provider, its issuer and the link
-- stand. Where the provider is required, who comes without it needs two factors.
create function lookup_membership(org_slug text, account uuid, identity uuid default null)
returns table (org_id uuid, org_name text, time_zone text, is_demo boolean, member_id uuid, member_name text, role text,
  sessions_ended_at timestamptz, lacks_second_factor boolean, is_provider_required boolean, is_by_provider boolean)
language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id, o.name, o.time_zone, o.is_demo, m.id, m.name, m.role, m.sessions_ended_at,
    (o.needs_two_factors or coalesce(p.is_required, false))
      and not exists (select 1 from public.account_totp t where t.account_id = account and t.confirmed_at is not null)
      and not exists (select 1 from public.passkey k where k.account_id = account),
    coalesce(p.is_required, false),
    exists (select 1 from public.openid_identity i
      where i.org_id = o.id and i.id = identity and i.account_id = account and i.issuer = p.issuer and i.opens)
  from public.organization o join public.member m on m.org_id = o.id
  left join public.openid_provider p on p.org_id = o.id
  where o.slug = org_slug and m.account_id = account and m.removed_at is null
$$;
--> statement-breakpoint
select hand_to_lookup('lookup_membership(text, uuid, uuid)');
--> statement-breakpoint
drop function lookup_organizations_of(uuid);
--> statement-breakpoint
create function lookup_organizations_of(account uuid)
returns table (slug text, name text, role text, org_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select o.slug, o.name, m.role, o.id from public.member m join public.organization o on o.id = m.org_id
  where m.account_id = account and m.removed_at is null order by o.name, o.slug limit 200
$$;
--> statement-breakpoint
select hand_to_lookup('lookup_organizations_of(uuid)');
--> statement-breakpoint
create function lookup_openid_entrance(org_slug text)
returns table (org_id uuid, org_name text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id, o.name from public.organization o join public.openid_provider p on p.org_id = o.id where o.slug = org_slug
$$;
--> statement-breakpoint
select hand_to_lookup('lookup_openid_entrance(text)');
--> statement-breakpoint
-- whether an account is more than this organization's own: it can prove itself, or belongs or belonged to another one
create function lookup_account_is_its_own(account uuid, org uuid)
returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from public.account a where a.id = account and a.password_hash is not null)
    or exists (select 1 from public.passkey k where k.account_id = account)
    or exists (select 1 from public.account_totp t where t.account_id = account)
    or exists (select 1 from public.member m where m.account_id = account and m.org_id <> org)
    or exists (select 1 from public.openid_identity i where i.account_id = account and i.org_id <> org)
$$;
--> statement-breakpoint
select hand_to_lookup('lookup_account_is_its_own(uuid, uuid)');
