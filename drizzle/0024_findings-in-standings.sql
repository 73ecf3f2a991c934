ALTER TABLE "installation_standing" ADD COLUMN "rules" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "installation_standing_of_need" ON "installation_standing" USING btree ("org_id","is_removed","need","id");
--> statement-breakpoint
-- every standing is derived again, with the rules of its findings
alter table device no force row level security;
--> statement-breakpoint
insert into standing_mark (org_id, device_id) select org_id, id from device;
--> statement-breakpoint
alter table device force row level security;
