CREATE TABLE "evidence" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"identity" text NOT NULL,
	"release" text NOT NULL,
	"row" text NOT NULL,
	"answer" text NOT NULL,
	"value" double precision,
	"detail" jsonb NOT NULL,
	"source" text NOT NULL,
	"looked_at" timestamp with time zone NOT NULL,
	"failed_at" timestamp with time zone,
	"failed_why" text,
	CONSTRAINT "evidence_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "evidence_answer" CHECK ("evidence"."answer" in ('found', 'not_found', 'could_not_look')),
	CONSTRAINT "evidence_value" CHECK (("evidence"."value" is null) = ("evidence"."answer" = 'could_not_look')),
	CONSTRAINT "evidence_value_range" CHECK ("evidence"."value" between 0 and 1)
);
--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "evidence_place" ON "evidence" USING btree ("org_id","identity","release","row");--> statement-breakpoint
select wall_tenant_table('evidence');
