-- what is good about a repository that is only claimed counts no more; the next look asks what confirms it
alter table evidence no force row level security;
--> statement-breakpoint
update evidence set answer = 'could_not_look', value = null, failed_at = null, failed_why = null,
  detail = jsonb_build_object('why', source || ' is claimed to be where it is made, and nobody has looked yet what confirms that.')
where "row" in ('source_public', 'archived', 'last_commit', 'issue_answers', 'licence', 'source_at_tag')
  and source ~ '^git(hub|lab)\.com/' and value > 0;
--> statement-breakpoint
alter table evidence force row level security;
--> statement-breakpoint
alter table package_look no force row level security;
--> statement-breakpoint
update package_look set repository = repository || jsonb_build_object('confirmation',
  jsonb_build_object('state', 'confirmed', 'says', 'An administrator gave facts of it for this server.'))
where source = 'file' and repository is not null;
--> statement-breakpoint
alter table package_look force row level security;
