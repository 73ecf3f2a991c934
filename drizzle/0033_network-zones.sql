CREATE TABLE "server_zone" (
	"org_id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"zone" text,
	"rule" integer,
	"places" jsonb NOT NULL,
	"hash" text NOT NULL,
	"policy_version" integer NOT NULL,
	"manifest_id" uuid,
	"assessed_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "server_zone_org_id_server_id_pk" PRIMARY KEY("org_id","server_id"),
	CONSTRAINT "server_zone_zone" CHECK ("server_zone"."zone" in ('container_without_network', 'internal_segment', 'developer_machine', 'public_internet'))
);
--> statement-breakpoint
CREATE TABLE "zone_policy" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"rules" jsonb NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"made_by" uuid NOT NULL,
	CONSTRAINT "zone_policy_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
ALTER TABLE "server_zone" ADD CONSTRAINT "server_zone_org_id_server_id_server_org_id_id_fk" FOREIGN KEY ("org_id","server_id") REFERENCES "public"."server"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "zone_policy" ADD CONSTRAINT "zone_policy_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "zone_policy" ADD CONSTRAINT "zone_policy_org_id_made_by_member_org_id_id_fk" FOREIGN KEY ("org_id","made_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "zone_policy_version" ON "zone_policy" USING btree ("org_id","version");--> statement-breakpoint
select wall_tenant_table('zone_policy');
--> statement-breakpoint
select wall_tenant_table('server_zone');
