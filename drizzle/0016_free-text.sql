CREATE TABLE "free_text" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"text" text NOT NULL,
	"salt" text,
	"author_id" uuid,
	"about_kind" text NOT NULL,
	"about_id" uuid NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	"erased_at" timestamp with time zone,
	CONSTRAINT "free_text_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
ALTER TABLE "block" ADD COLUMN "reason_id" uuid;--> statement-breakpoint
ALTER TABLE "block" ADD COLUMN "lift_reason_id" uuid;--> statement-breakpoint
ALTER TABLE "access_grant" ADD COLUMN "suspend_reason_id" uuid;--> statement-breakpoint
ALTER TABLE "access_grant" ADD COLUMN "revoke_reason_id" uuid;--> statement-breakpoint
ALTER TABLE "checklist_answer" ADD COLUMN "note_id" uuid;--> statement-breakpoint
ALTER TABLE "decision" ADD COLUMN "reason_id" uuid;--> statement-breakpoint
ALTER TABLE "decision" ADD COLUMN "reason_hash" text;--> statement-breakpoint
CREATE INDEX "free_text_by_author" ON "free_text" USING btree ("org_id","author_id");--> statement-breakpoint
CREATE INDEX "free_text_by_about" ON "free_text" USING btree ("org_id","about_id");--> statement-breakpoint
ALTER TABLE "block" ADD CONSTRAINT "block_org_id_reason_id_free_text_org_id_id_fk" FOREIGN KEY ("org_id","reason_id") REFERENCES "public"."free_text"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "block" ADD CONSTRAINT "block_org_id_lift_reason_id_free_text_org_id_id_fk" FOREIGN KEY ("org_id","lift_reason_id") REFERENCES "public"."free_text"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_org_id_suspend_reason_id_free_text_org_id_id_fk" FOREIGN KEY ("org_id","suspend_reason_id") REFERENCES "public"."free_text"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_org_id_revoke_reason_id_free_text_org_id_id_fk" FOREIGN KEY ("org_id","revoke_reason_id") REFERENCES "public"."free_text"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checklist_answer" ADD CONSTRAINT "checklist_answer_org_id_note_id_free_text_org_id_id_fk" FOREIGN KEY ("org_id","note_id") REFERENCES "public"."free_text"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision" ADD CONSTRAINT "decision_org_id_reason_id_free_text_org_id_id_fk" FOREIGN KEY ("org_id","reason_id") REFERENCES "public"."free_text"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- What people wrote moves out of the record to where it can be erased; the record keeps its id and a salted hash.
create function move_text(org uuid, author uuid, kind text, about uuid, at timestamptz, words text) returns jsonb
language plpgsql as $$
declare
  kept free_text;
begin
  select * into kept from free_text t where t.org_id = org and t.about_id = about and t.text = words limit 1;
  if not found then
    insert into free_text (org_id, id, text, salt, author_id, about_kind, about_id, written_at) values
      (org, gen_random_uuid(), words, replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), author, kind, about, at)
      returning * into kept;
  end if;
  return jsonb_build_object('id', kept.id, 'hash', encode(sha256(convert_to(kept.salt || kept.text, 'UTF8')), 'hex'));
end $$;
--> statement-breakpoint
create function move_texts_of(e audit_event, side jsonb) returns jsonb language plpgsql as $$
declare
  field text;
begin
  foreach field in array array['reason', 'note'] loop
    if jsonb_typeof(side->field) = 'string' then
      side := side || jsonb_build_object(field,
        move_text(e.org_id, e.actor_member_id, e.target_kind, e.target_id, e.at, side->>field));
    end if;
  end loop;
  -- the words of a mail server often hold the address they are about
  if e.verb = 'invitation.mail' then side := side - 'why'; end if;
  -- how somebody calls their laptop or their key is theirs
  if e.verb in ('device.enroll', 'api_key.create') then side := side - 'name'; end if;
  return side;
end $$;
--> statement-breakpoint
alter table decision no force row level security;
--> statement-breakpoint
alter table access_grant no force row level security;
--> statement-breakpoint
alter table block no force row level security;
--> statement-breakpoint
alter table checklist_answer no force row level security;
--> statement-breakpoint
alter table audit_event no force row level security;
--> statement-breakpoint
do $$
declare
  r record;
  kept jsonb;
begin
  for r in select * from decision where reason is not null loop
    kept := move_text(r.org_id, r.decided_by, 'request', r.request_id, r.decided_at, r.reason);
    update decision set reason_id = (kept->>'id')::uuid, reason_hash = kept->>'hash' where org_id = r.org_id and id = r.id;
  end loop;
  for r in select * from checklist_answer where note is not null loop
    kept := move_text(r.org_id, r.answered_by, 'request', r.request_id, r.answered_at, r.note);
    update checklist_answer set note_id = (kept->>'id')::uuid
      where org_id = r.org_id and request_id = r.request_id and item = r.item;
  end loop;
  for r in select * from decision d where exists (select 1 from jsonb_array_elements(d.evidence->'checklist') said
    where said->>'by' = 'person' and said->>'note' <> '') loop
    update decision set evidence = jsonb_set(r.evidence, '{checklist}', (
      select jsonb_agg(case when said->>'by' = 'person' and said->>'note' <> '' then said || jsonb_build_object('note', '', 'noteId',
        move_text(r.org_id, (said->>'memberId')::uuid, 'request', r.request_id, r.decided_at, said->>'note')->>'id')
        else said end order by place)
      from jsonb_array_elements(r.evidence->'checklist') with ordinality as one(said, place)))
      where org_id = r.org_id and id = r.id;
  end loop;
  for r in select * from access_grant where suspend_reason is not null or revoke_reason is not null loop
    if r.suspend_reason is not null then
      kept := move_text(r.org_id, r.suspended_by, 'grant', r.id, r.suspended_at, r.suspend_reason);
      update access_grant set suspend_reason_id = (kept->>'id')::uuid where org_id = r.org_id and id = r.id;
    end if;
    if r.revoke_reason is not null then
      kept := move_text(r.org_id, r.revoked_by, 'grant', r.id, r.revoked_at, r.revoke_reason);
      update access_grant set revoke_reason_id = (kept->>'id')::uuid where org_id = r.org_id and id = r.id;
    end if;
  end loop;
  for r in select *, case when subject_kind = 'server' then subject_key::uuid else id end as about from block loop
    kept := move_text(r.org_id, r.blocked_by, case when r.subject_kind = 'server' then 'server' else 'block' end, r.about,
      r.blocked_at, r.reason);
    update block set reason_id = (kept->>'id')::uuid where org_id = r.org_id and id = r.id;
    if r.lift_reason is not null then
      kept := move_text(r.org_id, r.lifted_by, case when r.subject_kind = 'server' then 'server' else 'block' end, r.about,
        r.lifted_at, r.lift_reason);
      update block set lift_reason_id = (kept->>'id')::uuid where org_id = r.org_id and id = r.id;
    end if;
  end loop;
  update audit_event e set before = move_texts_of(e, e.before), after = move_texts_of(e, e.after)
    where jsonb_typeof(e.before->'reason') = 'string' or jsonb_typeof(e.after->'reason') = 'string'
      or jsonb_typeof(e.before->'note') = 'string' or jsonb_typeof(e.after->'note') = 'string'
      or e.verb in ('device.enroll', 'api_key.create', 'invitation.mail');
end $$;
--> statement-breakpoint
alter table decision force row level security;
--> statement-breakpoint
alter table access_grant force row level security;
--> statement-breakpoint
alter table block force row level security;
--> statement-breakpoint
alter table checklist_answer force row level security;
--> statement-breakpoint
alter table audit_event force row level security;
--> statement-breakpoint
drop function move_texts_of(audit_event, jsonb);
--> statement-breakpoint
drop function move_text(uuid, uuid, text, uuid, timestamptz, text);
--> statement-breakpoint
select wall_tenant_table('free_text');
--> statement-breakpoint
-- a text is replaced when its author is erased, never removed: what names it stays
revoke delete on free_text from castellan_runtime;
--> statement-breakpoint
ALTER TABLE "block" DROP COLUMN "reason";--> statement-breakpoint
ALTER TABLE "block" DROP COLUMN "lift_reason";--> statement-breakpoint
ALTER TABLE "access_grant" DROP COLUMN "suspend_reason";--> statement-breakpoint
ALTER TABLE "access_grant" DROP COLUMN "revoke_reason";--> statement-breakpoint
ALTER TABLE "checklist_answer" DROP COLUMN "note";--> statement-breakpoint
ALTER TABLE "decision" DROP COLUMN "reason";