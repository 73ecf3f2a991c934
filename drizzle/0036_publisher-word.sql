CREATE TABLE "publisher_word" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"identity" text NOT NULL,
	"publisher" text NOT NULL,
	"relation" text NOT NULL,
	"reason_id" uuid NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	"given_by" uuid NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_by" uuid,
	"withdraw_reason_id" uuid,
	CONSTRAINT "publisher_word_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "publisher_word_relation" CHECK ("publisher_word"."relation" in ('official', 'third_party'))
);
--> statement-breakpoint
ALTER TABLE "publisher_word" ADD CONSTRAINT "publisher_word_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publisher_word" ADD CONSTRAINT "publisher_word_org_id_given_by_member_org_id_id_fk" FOREIGN KEY ("org_id","given_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publisher_word" ADD CONSTRAINT "publisher_word_org_id_withdrawn_by_member_org_id_id_fk" FOREIGN KEY ("org_id","withdrawn_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publisher_word" ADD CONSTRAINT "publisher_word_org_id_reason_id_free_text_org_id_id_fk" FOREIGN KEY ("org_id","reason_id") REFERENCES "public"."free_text"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publisher_word" ADD CONSTRAINT "publisher_word_org_id_withdraw_reason_id_free_text_org_id_id_fk" FOREIGN KEY ("org_id","withdraw_reason_id") REFERENCES "public"."free_text"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "publisher_word_standing" ON "publisher_word" USING btree ("org_id","identity") WHERE "publisher_word"."withdrawn_at" is null;--> statement-breakpoint
select wall_tenant_table('publisher_word');
