ALTER TABLE "connection_look" DROP CONSTRAINT "connection_look_why";--> statement-breakpoint
ALTER TABLE "registry_import" DROP CONSTRAINT "registry_import_ending";--> statement-breakpoint
ALTER TABLE "advisory_look" ADD COLUMN "packages" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "connection_look" ADD COLUMN "begun_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "package_look" ADD COLUMN "begun_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "registry_import" ADD COLUMN "tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "advisory_look_by_package" ON "advisory_look" USING gin ("packages");--> statement-breakpoint
ALTER TABLE "connection_look" ADD CONSTRAINT "connection_look_why" CHECK ("connection_look"."why" in ('incomplete', 'address', 'scheme', 'unreachable', 'slow', 'large', 'redirects', 'packed', 'tls', 'not_carried_out'));--> statement-breakpoint
ALTER TABLE "registry_import" ADD CONSTRAINT "registry_import_ending" CHECK ("registry_import"."ending" in ('address', 'scheme', 'unreachable', 'slow', 'large', 'redirects', 'packed', 'status', 'html', 'not_json', 'broken_off', 'no_entries', 'same_cursor', 'cursor_loop', 'same_entries', 'empty_pages', 'too_many_pages', 'too_many_entries', 'names_next_page', 'keeps_failing'));
--> statement-breakpoint
alter table advisory_look no force row level security;--> statement-breakpoint
update advisory_look set is_due = true;--> statement-breakpoint
alter table advisory_look force row level security;--> statement-breakpoint
alter table advisory_import no force row level security;--> statement-breakpoint
update advisory_import set url = null where ended_at is not null;--> statement-breakpoint
alter table advisory_import force row level security;
