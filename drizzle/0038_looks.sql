CREATE TABLE "look" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"place" text NOT NULL,
	"state" text NOT NULL,
	"release" text,
	"reason" text,
	"needs" text[] DEFAULT '{}' NOT NULL,
	"asked_by" uuid NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"manifest_id" uuid,
	CONSTRAINT "look_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "look_place" CHECK ("look"."place" in ('device', 'worker')),
	CONSTRAINT "look_state" CHECK ("look"."state" in ('waiting', 'found', 'could_not_look'))
);
--> statement-breakpoint
ALTER TABLE "manifest" ADD COLUMN "beside" jsonb;--> statement-breakpoint
ALTER TABLE "manifest" ADD COLUMN "hidden" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "tool" ADD COLUMN "hidden" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "look" ADD CONSTRAINT "look_org_id_server_id_server_org_id_id_fk" FOREIGN KEY ("org_id","server_id") REFERENCES "public"."server"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "look" ADD CONSTRAINT "look_org_id_asked_by_member_org_id_id_fk" FOREIGN KEY ("org_id","asked_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "look" ADD CONSTRAINT "look_org_id_manifest_id_manifest_org_id_id_fk" FOREIGN KEY ("org_id","manifest_id") REFERENCES "public"."manifest"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "look_by_server" ON "look" USING btree ("org_id","server_id","asked_at");--> statement-breakpoint
select wall_tenant_table('look');
