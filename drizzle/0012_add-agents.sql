CREATE TABLE "agent" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"purpose" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"review_by" timestamp with time zone NOT NULL,
	"reviewed_at" timestamp with time zone,
	"reviewed_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" uuid NOT NULL,
	"offered_to" uuid,
	"offered_at" timestamp with time zone,
	"retired_at" timestamp with time zone,
	"retired_by" uuid,
	"retire_reason" text,
	CONSTRAINT "agent_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "agent_environment" CHECK ("agent"."environment" in ('development', 'staging', 'production'))
);
--> statement-breakpoint
ALTER TABLE "access_grant" DROP CONSTRAINT "access_grant_one_grantee";--> statement-breakpoint
ALTER TABLE "request" DROP CONSTRAINT "request_one_grantee";--> statement-breakpoint
ALTER TABLE "access_grant" ADD COLUMN "agent_id" uuid;--> statement-breakpoint
ALTER TABLE "api_key" ADD COLUMN "agent_id" uuid;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "agent_id" uuid;--> statement-breakpoint
ALTER TABLE "agent" ADD CONSTRAINT "agent_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent" ADD CONSTRAINT "agent_org_id_owner_id_member_org_id_id_fk" FOREIGN KEY ("org_id","owner_id") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent" ADD CONSTRAINT "agent_org_id_reviewed_by_member_org_id_id_fk" FOREIGN KEY ("org_id","reviewed_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent" ADD CONSTRAINT "agent_org_id_created_by_member_org_id_id_fk" FOREIGN KEY ("org_id","created_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent" ADD CONSTRAINT "agent_org_id_offered_to_member_org_id_id_fk" FOREIGN KEY ("org_id","offered_to") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent" ADD CONSTRAINT "agent_org_id_retired_by_member_org_id_id_fk" FOREIGN KEY ("org_id","retired_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "agent_name" ON "agent" USING btree ("org_id","name") WHERE "agent"."retired_at" is null;--> statement-breakpoint
CREATE INDEX "agent_by_owner" ON "agent" USING btree ("org_id","owner_id");--> statement-breakpoint
CREATE INDEX "agent_by_offer" ON "agent" USING btree ("org_id","offered_to");--> statement-breakpoint
CREATE INDEX "agent_by_review" ON "agent" USING btree ("org_id","review_by","id");--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_org_id_agent_id_agent_org_id_id_fk" FOREIGN KEY ("org_id","agent_id") REFERENCES "public"."agent"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_org_id_agent_id_agent_org_id_id_fk" FOREIGN KEY ("org_id","agent_id") REFERENCES "public"."agent"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_org_id_agent_id_agent_org_id_id_fk" FOREIGN KEY ("org_id","agent_id") REFERENCES "public"."agent"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_grant_by_server_agent" ON "access_grant" USING btree ("org_id","server_id","agent_id");--> statement-breakpoint
CREATE INDEX "access_grant_by_agent" ON "access_grant" USING btree ("org_id","agent_id");--> statement-breakpoint
CREATE INDEX "api_key_by_agent" ON "api_key" USING btree ("org_id","agent_id");--> statement-breakpoint
CREATE INDEX "request_by_agent" ON "request" USING btree ("org_id","agent_id","id");--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_one_grantee" CHECK (num_nonnulls("access_grant"."member_id", "access_grant"."team_id", "access_grant"."agent_id") = 1);--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_of_agent_checks_only" CHECK ("api_key"."agent_id" is null or "api_key"."scopes" = '{check}');--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_one_grantee" CHECK (num_nonnulls("request"."member_id", "request"."team_id", "request"."agent_id") = 1);--> statement-breakpoint
select wall_tenant_table('agent');
--> statement-breakpoint
create policy lookup on agent for select to castellan_lookup using (true);
--> statement-breakpoint
grant select on agent to castellan_lookup;
--> statement-breakpoint
drop function lookup_api_key(text);
--> statement-breakpoint
-- a key of an agent works while whoever made it still answers for the agent
create function lookup_api_key(hash text)
returns table (org_id uuid, org_slug text, time_zone text, api_key_id uuid, agent_id uuid, scopes text[], environment text,
  expires_at timestamptz, revoked_at timestamptz, last_used_at timestamptz, member_id uuid, member_name text, role text,
  account_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select k.org_id, o.slug, o.time_zone, k.id, k.agent_id, k.scopes, k.environment, k.expires_at, k.revoked_at,
    k.last_used_at, m.id, m.name, m.role, m.account_id
  from public.api_key k
  join public.member m on m.org_id = k.org_id and m.id = k.member_id
  join public.organization o on o.id = k.org_id
  join public.account a on a.id = m.account_id
  where k.key_hash = hash and m.removed_at is null and a.disabled_at is null
    and (k.agent_id is null or exists (select from public.agent g
      where g.org_id = k.org_id and g.id = k.agent_id and g.owner_id = k.member_id and g.retired_at is null))
$$;
--> statement-breakpoint
select hand_to_lookup('lookup_api_key(text)');
