-- the sweep finds accounts whose authenticator key a former sealing key seals; it learns their ids and nothing else
create function lookup_accounts_sealed_otherwise(prefix text, most integer) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select t.account_id from public.account_totp t where not starts_with(t.sealed, prefix) order by t.account_id limit most
$$;
--> statement-breakpoint
select hand_to_lookup('lookup_accounts_sealed_otherwise(text, integer)');
