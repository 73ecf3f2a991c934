ALTER TABLE "team" ADD COLUMN "lost_lead_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "cancel_reason" text;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_cancel_reason" CHECK ("request"."cancel_reason" in ('requester_left'));