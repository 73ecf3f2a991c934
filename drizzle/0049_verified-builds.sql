-- that a registry lists a record of a build was counted as if somebody had verified it; the next look does
alter table evidence no force row level security;
--> statement-breakpoint
update evidence set answer = 'could_not_look', value = null, failed_at = null, failed_why = null,
  detail = jsonb_build_object('why', 'Claimed only: npm lists a record of its build. Its signature was not checked yet.', 'claimed', true)
where "row" = 'provenance' and answer = 'found';
--> statement-breakpoint
alter table evidence force row level security;
