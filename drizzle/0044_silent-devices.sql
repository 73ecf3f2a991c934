ALTER TABLE "finding_acceptance" DROP CONSTRAINT "finding_acceptance_rule";--> statement-breakpoint
ALTER TABLE "finding" DROP CONSTRAINT "finding_source";--> statement-breakpoint
ALTER TABLE "finding" DROP CONSTRAINT "finding_rule";--> statement-breakpoint
ALTER TABLE "finding_acceptance" ALTER COLUMN "server_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "finding" ALTER COLUMN "installation_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "finding" ALTER COLUMN "server_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "finding_acceptance" ADD COLUMN "device_id" uuid;--> statement-breakpoint
ALTER TABLE "finding" ADD COLUMN "device_id" uuid;--> statement-breakpoint
ALTER TABLE "finding_acceptance" ADD CONSTRAINT "finding_acceptance_org_id_device_id_device_org_id_id_fk" FOREIGN KEY ("org_id","device_id") REFERENCES "public"."device"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "finding" ADD CONSTRAINT "finding_org_id_device_id_device_org_id_id_fk" FOREIGN KEY ("org_id","device_id") REFERENCES "public"."device"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "finding_acceptance_of_device" ON "finding_acceptance" USING btree ("org_id","device_id") WHERE "finding_acceptance"."device_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "finding_of_device" ON "finding" USING btree ("org_id","device_id","rule","where_in_file") WHERE "finding"."device_id" is not null;--> statement-breakpoint
ALTER TABLE "finding_acceptance" ADD CONSTRAINT "finding_acceptance_subject" CHECK (num_nonnulls("finding_acceptance"."server_id", "finding_acceptance"."device_id") = 1);--> statement-breakpoint
ALTER TABLE "finding_acceptance" ADD CONSTRAINT "finding_acceptance_rule" CHECK ("finding_acceptance"."rule" in ('literal-secret', 'secret-in-git', 'unpinned', 'typosquat', 'imitated-name', 'plain-http', 'tls-unchecked', 'home-mounted', 'container-privileged', 'docker-socket', 'host-network', 'shell-wrapper', 'download-and-run', 'auto-approved', 'malicious-release', 'vulnerable-release', 'zone-exposed', 'zones-joined', 'silent-device'));--> statement-breakpoint
ALTER TABLE "finding" ADD CONSTRAINT "finding_subject" CHECK (num_nonnulls("finding"."installation_id", "finding"."device_id") = 1 and num_nonnulls("finding"."server_id", "finding"."device_id") = 1);--> statement-breakpoint
ALTER TABLE "finding" ADD CONSTRAINT "finding_source" CHECK ("finding"."source" in ('launch', 'advisory', 'zone', 'device'));--> statement-breakpoint
ALTER TABLE "finding" ADD CONSTRAINT "finding_rule" CHECK ("finding"."rule" in ('literal-secret', 'secret-in-git', 'unpinned', 'typosquat', 'imitated-name', 'plain-http', 'tls-unchecked', 'home-mounted', 'container-privileged', 'docker-socket', 'host-network', 'shell-wrapper', 'download-and-run', 'auto-approved', 'malicious-release', 'vulnerable-release', 'zone-exposed', 'zones-joined', 'silent-device'));