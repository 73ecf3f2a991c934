ALTER TABLE "package_look" DROP CONSTRAINT "package_look_seen";--> statement-breakpoint
ALTER TABLE "package_look" ADD COLUMN "image" jsonb;--> statement-breakpoint
ALTER TABLE "package_look" ADD CONSTRAINT "package_look_seen" CHECK (("package_look"."state" = 'found') = (num_nonnulls("package_look"."facts", "package_look"."tree") = 2
        or (num_nonnulls("package_look"."facts", "package_look"."tree") = 0 and num_nonnulls("package_look"."repository", "package_look"."image") > 0)));