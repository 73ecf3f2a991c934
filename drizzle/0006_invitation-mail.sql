ALTER TABLE "invitation" ADD COLUMN "mail" text;--> statement-breakpoint
ALTER TABLE "invitation" ADD COLUMN "mail_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "invitation" ADD COLUMN "mail_why" text;--> statement-breakpoint
ALTER TABLE "invitation" ADD COLUMN "mails" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "invitation" ADD COLUMN "mail_token_hash" text;--> statement-breakpoint
CREATE UNIQUE INDEX "invitation_mail_token" ON "invitation" USING btree ("mail_token_hash");--> statement-breakpoint
CREATE INDEX "invitation_by_mail" ON "invitation" USING btree ("org_id","mail_at");--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_mail" CHECK ("invitation"."mail" in ('waiting', 'accepted', 'refused', 'not_set_up'));--> statement-breakpoint
drop function lookup_invitation(text);
--> statement-breakpoint
create function lookup_invitation(hash text)
returns table (org_id uuid, org_slug text, org_name text, invitation_id uuid, email text, name text, role text,
  expires_at timestamptz, accepted_at timestamptz, revoked_at timestamptz, by_mail boolean)
language sql stable security definer set search_path = pg_catalog, public as $$
  select i.org_id, o.slug, o.name, i.id, i.email, i.name, i.role, i.expires_at, i.accepted_at, i.revoked_at,
    i.token_hash <> hash
  from public.invitation i join public.organization o on o.id = i.org_id
  where i.token_hash = hash or i.mail_token_hash = hash
$$;
--> statement-breakpoint
select hand_to_lookup('lookup_invitation(text)');
