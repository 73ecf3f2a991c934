ALTER TABLE "member" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "member_by_removal" ON "member" USING btree ("org_id","removed_at","id") WHERE "member"."removed_at" is not null;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_erased" CHECK ("member"."erased_at" is null or "member"."removed_at" is not null);