ALTER TABLE "team_coverage_day" DROP CONSTRAINT "team_coverage_day_org_id_team_id_team_org_id_id_fk";
--> statement-breakpoint
ALTER TABLE "team_coverage_day" ADD CONSTRAINT "team_coverage_day_org_id_team_id_team_org_id_id_fk" FOREIGN KEY ("org_id","team_id") REFERENCES "public"."team"("org_id","id") ON DELETE cascade ON UPDATE no action;