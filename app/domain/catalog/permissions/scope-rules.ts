import { wordsOf } from "./name-words.ts";
import type { TouchedClass } from "./verb-words.ts";

type ScopeWords = { whole: string; words: readonly string[]; reads: boolean; changes: boolean };
export type ScopeRule = {
  id: string;
  class: TouchedClass;
  says: string;
  holds: (scope: ScopeWords) => boolean;
};

const set = (text: string): ReadonlySet<string> => new Set(text.split(" "));
const READS = set("read readonly ro view viewer get list search browse history");
const WRITES = set(
  "write readwrite rw create add insert update edit editor modify manage upload publish push set append",
);
const DESTROYS = set("delete remove destroy purge erase wipe");
const ADMIN = set("admin admins administrator administration administer owner superuser root sudo full");
const EXECUTES = set("execute exec run invoke workflow workflows actions shell");
const SENDS = set("send post notify invite compose");
const TALK = set("chat mail email emails message messages comment comments sms im dm");
const SECRETS = set(
  "secret secrets credential credentials password passwords vault keychain token tokens keys",
);
/** Of OpenID Connect: who signs in. */
const SIGN_IN = set("openid profile email address phone");
/** Scopes of code hosts that stand for everything there. */
const EVERYTHING = set("* all repo public_repo api full_access");

const has = ({ words }: ScopeWords, known: ReadonlySet<string>) => words.some((word) => known.has(word));
const onlyReads = (scope: ScopeWords) => scope.reads && !scope.changes;

/** The open list by which the name of an OAuth scope tells what it allows; every rule that holds counts. */
export const SCOPE_RULES: readonly ScopeRule[] = [
  {
    id: "scope-reads",
    class: "read",
    says: "it names read, readonly, view, list, search or the like",
    holds: (scope) => scope.reads,
  },
  {
    id: "scope-signs-in",
    class: "read",
    says: "it is openid, profile, email, address or phone: who signs in",
    holds: ({ whole }) => SIGN_IN.has(whole),
  },
  {
    id: "scope-writes",
    class: "write",
    says: "it names write, create, update, edit, manage or the like",
    holds: (scope) => scope.changes,
  },
  {
    id: "scope-messages",
    class: "messages",
    says: "it names send, post, notify or invite, or writing together with chat, mail, messages or comments",
    holds: (scope) => !onlyReads(scope) && (has(scope, SENDS) || (scope.changes && has(scope, TALK))),
  },
  {
    id: "scope-secrets",
    class: "secrets",
    says: "it names secrets, credentials, passwords, tokens or keys",
    holds: (scope) => has(scope, SECRETS),
  },
  {
    id: "scope-destroys",
    class: "destructive",
    says: "it names delete, remove, destroy or the like",
    holds: (scope) => has(scope, DESTROYS),
  },
  {
    id: "scope-administers",
    class: "destructive",
    says: "it names admin, owner, full or the like without being for reading only",
    holds: (scope) => !onlyReads(scope) && has(scope, ADMIN),
  },
  {
    id: "scope-everything",
    class: "destructive",
    says: "it is *, all, api, repo or public_repo, or ends in * without being for reading only",
    holds: (scope) => EVERYTHING.has(scope.whole) || (!onlyReads(scope) && /[:./]\*$/.test(scope.whole)),
  },
  {
    id: "scope-executes",
    class: "execute",
    says: "it names execute, run, invoke, workflow or actions without being for reading only",
    holds: (scope) => !onlyReads(scope) && has(scope, EXECUTES),
  },
];

/** What a scope allows by its name; none: nothing is known of it, which is not harmless. */
export function scopeClasses(scope: string): TouchedClass[] {
  // a scope that is an address says it in its last part: https://host/auth/drive.readonly
  const name = scope.includes("://") ? afterHost(scope) : scope;
  const words = wordsOf(name);
  const about = {
    whole: name.toLowerCase(),
    words,
    reads: words.some((word) => READS.has(word)),
    changes: words.some((word) => WRITES.has(word)),
  };
  return [...new Set(SCOPE_RULES.flatMap((rule) => (rule.holds(about) ? [rule.class] : [])))];
}

function afterHost(address: string): string {
  return (
    address
      .slice(address.indexOf("://") + 3)
      .split("/")
      .slice(1)
      .at(-1) ?? ""
  );
}
