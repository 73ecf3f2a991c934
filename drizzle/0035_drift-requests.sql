ALTER TABLE "request" DROP CONSTRAINT "request_cancel_reason";--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "kind" text DEFAULT 'access' NOT NULL;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "drift_id" uuid;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "grant_id" uuid;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_org_id_drift_id_drift_org_id_id_fk" FOREIGN KEY ("org_id","drift_id") REFERENCES "public"."drift"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_org_id_grant_id_access_grant_org_id_id_fk" FOREIGN KEY ("org_id","grant_id") REFERENCES "public"."access_grant"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "request_open_drift" ON "request" USING btree ("org_id","server_id") WHERE "request"."kind" = 'drift' and "request"."state" in ('submitted', 'pending_approval', 'waiting_for_requester');--> statement-breakpoint
CREATE INDEX "request_by_drift" ON "request" USING btree ("org_id","drift_id");--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_kind" CHECK ("request"."kind" in ('access', 'drift'));--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_drift_kind" CHECK (num_nonnulls("request"."drift_id", "request"."grant_id") = case "request"."kind" when 'drift' then 2 else 0 end);--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_cancel_reason" CHECK ("request"."cancel_reason" in ('requester_left', 'agent_retired', 'drift_settled'));