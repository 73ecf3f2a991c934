-- Functions that look before the tenant is known belong to castellan_lookup; later migrations call this for each they add.
create function hand_to_lookup(handed regprocedure) returns void language plpgsql as $$
begin
  grant create on schema public to castellan_lookup;
  execute format('revoke execute on function %s from public', handed);
  execute format('grant execute on function %s to castellan_runtime', handed);
  execute format('alter function %s owner to castellan_lookup', handed);
  revoke create on schema public from castellan_lookup;
end $$;
--> statement-breakpoint
revoke execute on function hand_to_lookup(regprocedure) from public;
--> statement-breakpoint
CREATE TABLE "sealed_secret" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"sealed" text NOT NULL,
	"entered_by" uuid,
	"entered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sealed_secret_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
ALTER TABLE "sealed_secret" ADD CONSTRAINT "sealed_secret_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed_secret" ADD CONSTRAINT "sealed_secret_org_id_entered_by_member_org_id_id_fk" FOREIGN KEY ("org_id","entered_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
select wall_tenant_table('sealed_secret');
--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "proved_at" timestamp with time zone;
--> statement-breakpoint
-- the owner stands behind the wall too, so rows that are there already are reached only while it is down
alter table session no force row level security;
--> statement-breakpoint
update session set proved_at = created_at;
--> statement-breakpoint
alter table session force row level security;
--> statement-breakpoint
ALTER TABLE "session" ALTER COLUMN "proved_at" SET NOT NULL;
--> statement-breakpoint
drop function lookup_session(text);
--> statement-breakpoint
create function lookup_session(hash text)
returns table (account_id uuid, email text, account_name text, created_at timestamptz, last_seen_at timestamptz,
  idle_expires_at timestamptz, absolute_expires_at timestamptz, proved_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select a.id, a.email, a.name, s.created_at, s.last_seen_at, s.idle_expires_at, s.absolute_expires_at, s.proved_at
  from public.session s join public.account a on a.id = s.account_id
  where s.id_hash = hash and a.disabled_at is null
$$;
--> statement-breakpoint
select hand_to_lookup('lookup_session(text)');
