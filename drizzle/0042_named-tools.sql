ALTER TABLE "manifest" ADD COLUMN "named" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "tool" ADD COLUMN "named" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "tool_by_name" ON "tool" USING btree ("org_id","name");