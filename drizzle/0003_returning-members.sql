DROP INDEX "member_account";--> statement-breakpoint
CREATE UNIQUE INDEX "member_account" ON "member" USING btree ("org_id","account_id") WHERE "member"."removed_at" is null;