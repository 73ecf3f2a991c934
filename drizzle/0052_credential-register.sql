CREATE TABLE "credential" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"kind_from" text NOT NULL,
	"provider" text,
	"is_compared" boolean NOT NULL,
	"state" text NOT NULL,
	"rank" integer NOT NULL,
	"installations" integer NOT NULL,
	"holders" integer NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "credential_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "credential_kind" CHECK ("credential"."kind" in ('github-token', 'gitlab-token', 'slack-token', 'openai-key', 'anthropic-key', 'google-key', 'aws-key', 'stripe-key', 'npm-token', 'pypi-token', 'huggingface-token', 'notion-token', 'atlassian-token', 'other-vendor-token', 'json-web-token', 'private-key', 'connection-string', 'url-credentials', 'authorization-header', 'password-or-token', 'high-entropy')),
	CONSTRAINT "credential_kind_from" CHECK ("credential"."kind_from" in ('value', 'name')),
	CONSTRAINT "credential_state" CHECK ("credential"."state" in ('plain', 'gone', 'reference', 'demanded', 'ended'))
);
--> statement-breakpoint
CREATE TABLE "credential_place" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"credential_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"client" text NOT NULL,
	"form" text NOT NULL,
	"places" text[] NOT NULL,
	"reference" text,
	"account" text,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ending" text,
	"replaced_by" uuid,
	CONSTRAINT "credential_place_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "credential_place_client" CHECK ("credential_place"."client" in ('cursor', 'claude-desktop', 'claude-code', 'vscode', 'windsurf', 'zed', 'gemini-cli', 'codex', 'visual-studio', 'cline', 'cline-cli', 'roo-code', 'continue', 'jetbrains-ai', 'jetbrains-air', 'antigravity', 'goose', 'opencode', 'kilo-code', 'kiro', 'amazon-q', 'copilot-cli', 'lm-studio', 'amp', 'crush', 'mistral-vibe', 'factory-droid', 'qoder', 'trae', 'kimi', 'grok-build', 'librechat')),
	CONSTRAINT "credential_place_form" CHECK ("credential_place"."form" in ('secret', 'reference', 'demanded')),
	CONSTRAINT "credential_place_ending" CHECK ("credential_place"."ending" in ('replaced', 'removed', 'taken_out', 'not_asked', 'erased', 'not_counted'))
);
--> statement-breakpoint
ALTER TABLE "device" ADD COLUMN "credential_rules" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "credential_place" ADD CONSTRAINT "credential_place_org_id_credential_id_credential_org_id_id_fk" FOREIGN KEY ("org_id","credential_id") REFERENCES "public"."credential"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential_place" ADD CONSTRAINT "credential_place_org_id_member_id_member_org_id_id_fk" FOREIGN KEY ("org_id","member_id") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential_place" ADD CONSTRAINT "credential_place_org_id_device_id_device_org_id_id_fk" FOREIGN KEY ("org_id","device_id") REFERENCES "public"."device"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credential_in_order" ON "credential" USING btree ("org_id","rank","installations" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "credential_by_kind" ON "credential" USING btree ("org_id","kind","rank","installations" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "credential_by_provider" ON "credential" USING btree ("org_id","provider","rank","installations" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE UNIQUE INDEX "credential_place_now" ON "credential_place" USING btree ("org_id","installation_id","credential_id") WHERE "credential_place"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "credential_place_by_credential" ON "credential_place" USING btree ("org_id","credential_id","ended_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "credential_place_by_device" ON "credential_place" USING btree ("org_id","device_id","ended_at");--> statement-breakpoint
CREATE INDEX "credential_place_by_member" ON "credential_place" USING btree ("org_id","member_id","credential_id");--> statement-breakpoint
CREATE INDEX "credential_place_by_server" ON "credential_place" USING btree ("org_id","server_id","credential_id");--> statement-breakpoint
CREATE INDEX "device_by_credential_rules" ON "device" USING btree ("org_id","credential_rules","id");--> statement-breakpoint
select wall_tenant_table('credential');
--> statement-breakpoint
select wall_tenant_table('credential_place');
--> statement-breakpoint
-- State and counts of a credential are what its places say, whoever writes those: a report, an erasure, a deletion.
-- The rows are locked in one order first, so that each counts what the one before it wrote.
create function recount_credentials(org uuid, ids uuid[]) returns void language plpgsql as $$
begin
  perform from credential c where c.org_id = org and c.id = any(ids) order by c.id for update;
  update credential c set state = n.state, rank = array_position(array['plain', 'gone', 'reference', 'demanded', 'ended'], n.state),
    installations = n.installations, holders = n.holders, ended_at = n.ended_at
  from (
    select x.id, case when x.plain then 'plain' when x.reference then 'reference' when x.demanded then 'demanded'
        when x.was_plain then 'gone' else 'ended' end as state,
      case when x.present > 0 then x.present else x.once end as installations,
      case when x.present > 0 then x.holders else x.past_holders end as holders,
      case when x.present = 0 then x.ended_at end as ended_at
    from (
      select i.id, coalesce(bool_or(p.form = 'secret' and p.ended_at is null), false) as plain,
        coalesce(bool_or(p.form = 'reference' and p.ended_at is null), false) as reference,
        coalesce(bool_or(p.form = 'demanded' and p.ended_at is null), false) as demanded,
        coalesce(bool_or(p.form = 'secret' and p.ending is distinct from 'not_counted'), false) as was_plain,
        count(*) filter (where p.id is not null and p.ended_at is null)::int as present,
        count(distinct p.installation_id)::int as once,
        count(distinct p.member_id) filter (where p.ended_at is null)::int as holders,
        count(distinct p.member_id)::int as past_holders, max(p.ended_at) as ended_at
      from unnest(ids) as i(id) left join credential_place p on p.org_id = org and p.credential_id = i.id
      group by i.id) x) n
  where c.org_id = org and c.id = n.id
    and (c.state, c.installations, c.holders, c.ended_at) is distinct from (n.state, n.installations, n.holders, n.ended_at);
end $$;
--> statement-breakpoint
create function credential_places_written() returns trigger language plpgsql as $$
declare
  one record;
begin
  if tg_op = 'UPDATE' then
    for one in select b.org_id, array_agg(distinct b.credential_id) as ids from before b join changed c on c.org_id = b.org_id and c.id = b.id
      where (b.ended_at, b.form, b.ending) is distinct from (c.ended_at, c.form, c.ending) group by b.org_id
    loop perform recount_credentials(one.org_id, one.ids); end loop;
  else
    for one in select c.org_id, array_agg(distinct c.credential_id) as ids from changed c group by c.org_id
    loop perform recount_credentials(one.org_id, one.ids); end loop;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger credential_places_added after insert on credential_place referencing new table as changed
  for each statement execute function credential_places_written();
--> statement-breakpoint
create trigger credential_places_changed after update on credential_place referencing old table as before new table as changed
  for each statement execute function credential_places_written();
--> statement-breakpoint
create trigger credential_places_deleted after delete on credential_place referencing old table as changed
  for each statement execute function credential_places_written();
