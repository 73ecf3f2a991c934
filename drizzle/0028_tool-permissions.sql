ALTER TABLE "tool" DROP CONSTRAINT "tool_class";--> statement-breakpoint
ALTER TABLE "tool" ADD COLUMN "class_source" text DEFAULT 'undeclared' NOT NULL;--> statement-breakpoint
ALTER TABLE "tool" ADD COLUMN "touched" text[] DEFAULT '{"undeclared"}' NOT NULL;--> statement-breakpoint
ALTER TABLE "tool" ADD COLUMN "touches" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "tool" ADD COLUMN "rules_version" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "tool_by_rules" ON "tool" USING btree ("org_id","rules_version","server_id");--> statement-breakpoint
ALTER TABLE "tool" ADD CONSTRAINT "tool_class_source" CHECK ("tool"."class_source" in ('declared', 'inferred', 'undeclared'));--> statement-breakpoint
ALTER TABLE "tool" ADD CONSTRAINT "tool_class" CHECK ("tool"."class" in ('read', 'network', 'undeclared', 'write', 'messages', 'secrets', 'destructive', 'execute'));--> statement-breakpoint
-- what tools declared stays; the rules are asked by the next sweep, and until then nobody infers anything
alter table tool no force row level security;
--> statement-breakpoint
update tool set class_source = 'declared', touched = array[class],
  touches = jsonb_build_array(jsonb_build_object('class', class, 'source', 'declared',
    'by', case class when 'read' then 'readOnlyHint' else 'destructiveHint' end))
where class <> 'undeclared';
--> statement-breakpoint
alter table tool force row level security;
