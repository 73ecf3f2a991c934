CREATE TABLE "mail_refusal" (
	"org_id" uuid NOT NULL,
	"address" text NOT NULL,
	"why" text NOT NULL,
	"refused_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mail_refusal_org_id_address_pk" PRIMARY KEY("org_id","address")
);
--> statement-breakpoint
CREATE TABLE "notice" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"actor_member_id" uuid,
	"facts" jsonb NOT NULL,
	"batch" text,
	"events" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"told_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	"mail" text NOT NULL,
	"mail_at" timestamp with time zone,
	CONSTRAINT "notice_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "notice_mail" CHECK ("notice"."mail" in ('none', 'daily', 'weekly', 'waiting', 'sending', 'sent', 'refused', 'not_set_up', 'dropped'))
);
--> statement-breakpoint
CREATE TABLE "notice_digest" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"cadence" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"mail_at" timestamp with time zone,
	CONSTRAINT "notice_digest_org_id_member_id_cadence_due_at_pk" PRIMARY KEY("org_id","member_id","cadence","due_at"),
	CONSTRAINT "notice_digest_cadence" CHECK ("notice_digest"."cadence" in ('daily', 'weekly')),
	CONSTRAINT "notice_digest_state" CHECK ("notice_digest"."state" in ('waiting', 'sending', 'sent', 'empty', 'refused', 'not_set_up'))
);
--> statement-breakpoint
CREATE TABLE "notice_preference" (
	"org_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"notice_group" text NOT NULL,
	"mail" text NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	CONSTRAINT "notice_preference_org_id_member_id_notice_group_pk" PRIMARY KEY("org_id","member_id","notice_group"),
	CONSTRAINT "notice_preference_group" CHECK ("notice_preference"."notice_group" in ('waits_on_me', 'my_requests', 'my_access', 'alerts', 'account')),
	CONSTRAINT "notice_preference_mail" CHECK ("notice_preference"."mail" in ('at_once', 'daily', 'weekly', 'none'))
);
--> statement-breakpoint
CREATE TABLE "notice_telling" (
	"org_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"key" text NOT NULL,
	"notice_id" uuid NOT NULL,
	CONSTRAINT "notice_telling_org_id_member_id_key_pk" PRIMARY KEY("org_id","member_id","key")
);
--> statement-breakpoint
CREATE TABLE "notice_watermark" (
	"org_id" uuid NOT NULL,
	"chore" text NOT NULL,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "notice_watermark_org_id_chore_pk" PRIMARY KEY("org_id","chore")
);
--> statement-breakpoint
ALTER TABLE "mail_refusal" ADD CONSTRAINT "mail_refusal_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice" ADD CONSTRAINT "notice_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice" ADD CONSTRAINT "notice_org_id_member_id_member_org_id_id_fk" FOREIGN KEY ("org_id","member_id") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_digest" ADD CONSTRAINT "notice_digest_org_id_member_id_member_org_id_id_fk" FOREIGN KEY ("org_id","member_id") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_preference" ADD CONSTRAINT "notice_preference_org_id_member_id_member_org_id_id_fk" FOREIGN KEY ("org_id","member_id") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_telling" ADD CONSTRAINT "notice_telling_org_id_notice_id_notice_org_id_id_fk" FOREIGN KEY ("org_id","notice_id") REFERENCES "public"."notice"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_watermark" ADD CONSTRAINT "notice_watermark_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notice_by_member" ON "notice" USING btree ("org_id","member_id","id");--> statement-breakpoint
CREATE INDEX "notice_unread" ON "notice" USING btree ("org_id","member_id","id") WHERE "notice"."read_at" is null;--> statement-breakpoint
CREATE INDEX "notice_by_read" ON "notice" USING btree ("org_id","read_at");--> statement-breakpoint
CREATE INDEX "notice_by_mail" ON "notice" USING btree ("org_id","mail","member_id","id");--> statement-breakpoint
CREATE INDEX "notice_by_mail_time" ON "notice" USING btree ("org_id","mail_at");--> statement-breakpoint
CREATE INDEX "notice_digest_by_id" ON "notice_digest" USING btree ("org_id","id");--> statement-breakpoint
CREATE INDEX "notice_telling_by_notice" ON "notice_telling" USING btree ("org_id","notice_id");
--> statement-breakpoint
select wall_tenant_table(walled::regclass) from unnest(array[
  'notice', 'notice_telling', 'notice_preference', 'notice_digest', 'mail_refusal', 'notice_watermark'
]) as walled;
