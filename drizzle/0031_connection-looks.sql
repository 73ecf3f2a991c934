CREATE TABLE "connection_look" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"asked_by" uuid,
	"state" text NOT NULL,
	"looked_at" timestamp with time zone,
	"why" text,
	"facts" jsonb,
	CONSTRAINT "connection_look_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "connection_look_state" CHECK ("connection_look"."state" in ('asked', 'observed', 'could_not_look')),
	CONSTRAINT "connection_look_why" CHECK ("connection_look"."why" in ('incomplete', 'address', 'scheme', 'unreachable', 'slow', 'large', 'redirects', 'packed', 'tls')),
	CONSTRAINT "connection_look_seen" CHECK (("connection_look"."state" = 'observed') = ("connection_look"."facts" is not null)),
	CONSTRAINT "connection_look_unseen" CHECK (("connection_look"."state" = 'could_not_look') = ("connection_look"."why" is not null))
);
--> statement-breakpoint
ALTER TABLE "connection_look" ADD CONSTRAINT "connection_look_org_id_server_id_server_org_id_id_fk" FOREIGN KEY ("org_id","server_id") REFERENCES "public"."server"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_look" ADD CONSTRAINT "connection_look_org_id_asked_by_member_org_id_id_fk" FOREIGN KEY ("org_id","asked_by") REFERENCES "public"."member"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "connection_look_by_server" ON "connection_look" USING btree ("org_id","server_id","asked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "connection_look_asked" ON "connection_look" USING btree ("org_id","server_id") WHERE "connection_look"."state" = 'asked';--> statement-breakpoint
select wall_tenant_table('connection_look');
