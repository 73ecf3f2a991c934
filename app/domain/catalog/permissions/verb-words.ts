import type { ToolClass } from "../catalog-words.ts";

export type TouchedClass = Exclude<ToolClass, "undeclared">;

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Verbs that say alone what a tool does. A verb stands in one set only. */
export const VERBS = {
  read: words(
    "get list read search find query describe show view lookup look fetch retrieve count check inspect resolve explain analyze analyse compare summarize validate verify preview export browse open wait echo snapshot capture monitor watch track trace tail head print scan ask return calculate convert parse detect extract load diff stat",
  ),
  write: words(
    "create add insert update edit write set put patch modify rename move copy save upload merge fork commit append replace assign unassign enable disable toggle upsert apply import register submit fill type make new build configure attach detach link unlink tag label mark pin unpin archive unarchive restore close reopen subscribe unsubscribe schedule reschedule approve reject accept decline grant transfer lock unlock start stop pause resume publish clone sync push provision deploy change store record sign book order buy pay charge refund duplicate migrate rotate press click drag resize hover scroll handle draft",
  ),
  destructive: words(
    "delete remove destroy purge erase wipe truncate clear reset drop revoke terminate kill uninstall overwrite unpublish cancel discard deprovision decommission shutdown expunge trash prune rollback revert",
  ),
  execute: words("exec execute eval evaluate spawn bash shell powershell sh invoke terminal"),
  messages: words("send post reply notify message email tweet dm comment broadcast announce invite text sms"),
  network: words("crawl scrape navigate download curl wget http ping goto"),
} as const satisfies Partial<Record<TouchedClass, ReadonlySet<string>>>;

/** Verbs that say nothing about what is touched: what is generated may be an answer only. */
const NEUTRAL = words("generate");
/** Verbs that execute when a kind of program follows. */
export const RUNS = words("run rerun trigger");

export const ALL_VERBS: ReadonlySet<string> = new Set([
  ...Object.values(VERBS).flatMap((set) => [...set]),
  ...NEUTRAL,
]);

/** Nouns that make `run` an execution. `run_report` is none. */
export const PROGRAMS = words(
  "code command commands cmd script scripts shell terminal sql query program process python js javascript typescript node notebook cell test tests job workflow pipeline task action actor function lambda container playbook build binary bash macro snippet unsafe",
);
/** Nouns that make adding, creating or posting something a message to people. */
export const MESSAGES = words(
  "message messages email emails mail sms comment comments reply tweet notification notifications invite invitation invitations announcement dm",
);
/** What `send` and `post` go to that is no person. */
export const NO_PEOPLE = words(
  "request requests http transaction tx key keys keystroke input event events signal packet bytes metric metrics log logs query command raw search page pages database databases block blocks record records row rows data",
);
/** Nouns that make searching or fetching a way out to the network. */
export const OUTSIDE = words(
  "web internet url urls website websites webpage page google bing online site http link",
);
/** What only its name says to be secret. */
export const SECRETS = words(
  "secret secrets password passwords passphrase credential credentials apikey apikeys env dotenv keychain vault cookie cookies",
);
/** Words that make `token` or `key` a secret. */
export const BEFORE_SECRET = words(
  "api access auth refresh bot bearer private ssh secret session signing service encryption oauth",
);
