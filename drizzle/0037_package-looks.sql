CREATE TABLE "package_look" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"identity" text NOT NULL,
	"release" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"asked_by" uuid,
	"state" text NOT NULL,
	"looked_at" timestamp with time zone,
	"source" text,
	"why" text,
	"retry_at" timestamp with time zone,
	"facts" jsonb,
	"tree" jsonb,
	"repository" jsonb,
	CONSTRAINT "package_look_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "package_look_state" CHECK ("package_look"."state" in ('asked', 'found', 'could_not_look')),
	CONSTRAINT "package_look_seen" CHECK (("package_look"."state" = 'found') = ("package_look"."facts" is not null and "package_look"."tree" is not null)),
	CONSTRAINT "package_look_unseen" CHECK (("package_look"."state" = 'could_not_look') = ("package_look"."why" is not null))
);
--> statement-breakpoint
ALTER TABLE "advisory_look" ADD COLUMN "population" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "package_look" ADD CONSTRAINT "package_look_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package_look" ADD CONSTRAINT "package_look_org_id_asked_by_member_org_id_id_fk" FOREIGN KEY ("org_id","asked_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "package_look_by_identity" ON "package_look" USING btree ("org_id","identity","release","asked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "package_look_asked" ON "package_look" USING btree ("org_id","identity","release") WHERE "package_look"."state" = 'asked';--> statement-breakpoint
select wall_tenant_table('package_look');
