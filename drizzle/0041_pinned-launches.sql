ALTER TABLE "installation" ADD COLUMN "launch_way" text;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "pinned_server_id" uuid;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "pinned_launch" jsonb;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "pinned_way" text;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "pinned_release" text;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "launch_change" text;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "launch_class" text;--> statement-breakpoint
CREATE INDEX "installation_by_change" ON "installation" USING btree ("org_id","server_id","id") WHERE "installation"."launch_change" is not null;--> statement-breakpoint
ALTER TABLE "installation" ADD CONSTRAINT "installation_launch_change" CHECK ("installation"."launch_change" in ('package_changed', 'launch_changed', 'release_changed'));--> statement-breakpoint
ALTER TABLE "installation" ADD CONSTRAINT "installation_launch_class" CHECK ("installation"."launch_class" in ('note', 're_approve', 'block'));