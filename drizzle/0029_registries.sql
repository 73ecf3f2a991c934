CREATE TABLE "listing" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"registry_id" uuid NOT NULL,
	"name" text NOT NULL,
	"edition" text NOT NULL,
	"version" text,
	"version_order" text NOT NULL,
	"status" text,
	"status_message" text,
	"said_latest" boolean,
	"is_latest" boolean NOT NULL,
	"title" text,
	"description" text,
	"publisher" text,
	"repository" text,
	"website" text,
	"licence" text,
	"published_at" timestamp with time zone,
	"updated_at" timestamp with time zone,
	"declared" jsonb NOT NULL,
	"touches" text[] NOT NULL,
	"transports" text[] NOT NULL,
	"hash" text NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"seen_in" uuid NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "listing_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "listing_status" CHECK ("listing"."status" in ('active', 'deprecated', 'deleted'))
);
--> statement-breakpoint
CREATE TABLE "listing_identity" (
	"org_id" uuid NOT NULL,
	"listing_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"identity" text NOT NULL,
	"transport" text,
	"release" text,
	"demands" jsonb NOT NULL,
	CONSTRAINT "listing_identity_org_id_listing_id_position_pk" PRIMARY KEY("org_id","listing_id","position"),
	CONSTRAINT "listing_identity_transport" CHECK ("listing_identity"."transport" in ('stdio', 'streamable-http', 'sse'))
);
--> statement-breakpoint
CREATE TABLE "listing_term" (
	"org_id" uuid NOT NULL,
	"term" text NOT NULL,
	"listing_id" uuid NOT NULL,
	CONSTRAINT "listing_term_org_id_term_listing_id_pk" PRIMARY KEY("org_id","term","listing_id")
);
--> statement-breakpoint
CREATE TABLE "registry" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"address" text,
	"schedule" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" uuid NOT NULL,
	"imported_at" timestamp with time zone,
	"told_until" timestamp with time zone,
	"complete_at" timestamp with time zone,
	"removed_at" timestamp with time zone,
	CONSTRAINT "registry_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "registry_kind" CHECK ("registry"."kind" in ('official', 'docker', 'toolhive', 'server_json')),
	CONSTRAINT "registry_schedule" CHECK ("registry"."schedule" in ('by_hand', 'hourly', 'daily'))
);
--> statement-breakpoint
CREATE TABLE "registry_file_part" (
	"org_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "registry_file_part_org_id_import_id_position_pk" PRIMARY KEY("org_id","import_id","position")
);
--> statement-breakpoint
CREATE TABLE "registry_import" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"registry_id" uuid NOT NULL,
	"state" text NOT NULL,
	"file_name" text,
	"started_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"touched_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"ending" text,
	"ending_detail" text,
	"since" timestamp with time zone,
	"pages" integer DEFAULT 0 NOT NULL,
	"cursor" text,
	"marked_cursor" text,
	"seen" integer DEFAULT 0 NOT NULL,
	"added" integer DEFAULT 0 NOT NULL,
	"changed" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	"removed" integer DEFAULT 0 NOT NULL,
	"oddities" integer DEFAULT 0 NOT NULL,
	"newest_told" timestamp with time zone,
	CONSTRAINT "registry_import_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "registry_import_state" CHECK ("registry_import"."state" in ('waiting', 'running', 'done', 'stopped')),
	CONSTRAINT "registry_import_ending" CHECK ("registry_import"."ending" in ('address', 'scheme', 'unreachable', 'slow', 'large', 'redirects', 'packed', 'status', 'html', 'not_json', 'broken_off', 'no_entries', 'same_cursor', 'cursor_loop', 'same_entries', 'empty_pages', 'too_many_pages', 'too_many_entries'))
);
--> statement-breakpoint
CREATE TABLE "registry_oddity" (
	"org_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"entry" integer NOT NULL,
	"entry_name" text,
	"oddity" text NOT NULL,
	"path" text NOT NULL,
	"detail" text,
	"is_refusal" boolean NOT NULL,
	CONSTRAINT "registry_oddity_org_id_import_id_position_pk" PRIMARY KEY("org_id","import_id","position"),
	CONSTRAINT "registry_oddity_kind" CHECK ("registry_oddity"."oddity" in ('not_json', 'not_an_object', 'too_large', 'no_name', 'repeated', 'odd_name', 'too_long', 'cut', 'no_description', 'no_version', 'version_is_a_range', 'wrong_type', 'unknown_status', 'unknown_transport', 'unknown_package', 'no_place', 'bad_address', 'insecure', 'bad_time', 'odd_characters', 'older_form', 'too_many', 'count_differs', 'page_repeats', 'left_unread'))
);
--> statement-breakpoint
ALTER TABLE "listing" ADD CONSTRAINT "listing_org_id_registry_id_registry_org_id_id_fk" FOREIGN KEY ("org_id","registry_id") REFERENCES "public"."registry"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listing_identity" ADD CONSTRAINT "listing_identity_org_id_listing_id_listing_org_id_id_fk" FOREIGN KEY ("org_id","listing_id") REFERENCES "public"."listing"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry" ADD CONSTRAINT "registry_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry" ADD CONSTRAINT "registry_org_id_created_by_member_org_id_id_fk" FOREIGN KEY ("org_id","created_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry_file_part" ADD CONSTRAINT "registry_file_part_org_id_import_id_registry_import_org_id_id_fk" FOREIGN KEY ("org_id","import_id") REFERENCES "public"."registry_import"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry_import" ADD CONSTRAINT "registry_import_org_id_registry_id_registry_org_id_id_fk" FOREIGN KEY ("org_id","registry_id") REFERENCES "public"."registry"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry_import" ADD CONSTRAINT "registry_import_org_id_started_by_member_org_id_id_fk" FOREIGN KEY ("org_id","started_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry_oddity" ADD CONSTRAINT "registry_oddity_org_id_import_id_registry_import_org_id_id_fk" FOREIGN KEY ("org_id","import_id") REFERENCES "public"."registry_import"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "listing_entry" ON "listing" USING btree ("org_id","registry_id","name","edition");--> statement-breakpoint
CREATE INDEX "listing_newest" ON "listing" USING btree ("org_id","name","id") WHERE "listing"."is_latest" and "listing"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "listing_identity_by_identity" ON "listing_identity" USING btree ("org_id","identity");--> statement-breakpoint
CREATE INDEX "registry_import_by_registry" ON "registry_import" USING btree ("org_id","registry_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "registry_import_open" ON "registry_import" USING btree ("org_id","registry_id") WHERE "registry_import"."ended_at" is null;
--> statement-breakpoint
alter table listing_term alter column term type text collate "C";
--> statement-breakpoint
select wall_tenant_table('registry');
--> statement-breakpoint
select wall_tenant_table('registry_import');
--> statement-breakpoint
select wall_tenant_table('registry_file_part');
--> statement-breakpoint
select wall_tenant_table('registry_oddity');
--> statement-breakpoint
select wall_tenant_table('listing');
--> statement-breakpoint
select wall_tenant_table('listing_identity');
--> statement-breakpoint
select wall_tenant_table('listing_term');
