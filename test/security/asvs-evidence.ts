/** One requirement of OWASP ASVS 5.0, in our own words, with where it is met and which tests would fail if it were not. */
export type Evidence = {
  id: string;
  level: 1 | 2 | 3;
  requirement: string;
  /** Files from the repository root. */
  where: readonly [string, ...string[]];
  /** File, then the name of a test in it. */
  tests: readonly (readonly [file: string, name: string])[];
  /** What is not met, said as it is. */
  gap?: string;
};

const SIGN_IN = "test/http/sign-in.test.ts";
const PROOF = "test/http/account-proof.test.ts";
const SESSIONS = "test/http/account-sessions.test.ts";
const RESET = "test/http/password-reset.test.ts";
const FACTORS = "test/domain/identity/second-factors.test.ts";
const FACTORS_HTTP = "test/http/second-factor.test.ts";
const HTTPS = "test/http/https.test.ts";
const EDGE = "test/http/edge-walls.test.ts";
const WALLS = "test/domain/walls.test.ts";
const PAGES = "test/attack/pages.test.ts";
const OPERATIONS = "test/attack/operations.test.ts";
const LOG = "test/process/edge.test.ts";

export const ASVS_EVIDENCE: readonly Evidence[] = [
  // sessions
  {
    id: "7.2.3",
    level: 1,
    requirement: "Session ids are random, of at least 128 bits.",
    where: ["app/http/session.server.ts"],
    tests: [[SIGN_IN, "the session cookie is out of scripts' reach and only its hash is stored"]],
  },
  {
    id: "7.2.4",
    level: 1,
    requirement: "Signing in and proving again give a new session id, and the old one ends.",
    where: ["app/http/session.server.ts", "app/domain/identity/renew-session.server.ts"],
    tests: [
      [PROOF, "a proof gives the session a new id, and a copy of the old one opens nothing any more"],
      [SIGN_IN, "a cookie replayed after sign-out is worth nothing, and signing in again makes a new one"],
    ],
  },
  {
    id: "7.3.1",
    level: 2,
    requirement: "A session nobody uses ends.",
    where: ["app/domain/identity/touch-session.server.ts"],
    tests: [[SIGN_IN, "a session ends after two hours unused and after seven days however it is used"]],
  },
  {
    id: "7.3.2",
    level: 2,
    requirement: "A session ends after a longest time, used or not, and a proof does not lengthen it.",
    where: ["app/domain/identity/touch-session.server.ts", "app/domain/identity/renew-session.server.ts"],
    tests: [
      [SIGN_IN, "a session ends after two hours unused and after seven days however it is used"],
      [PROOF, "a proof gives the session a new id, and a copy of the old one opens nothing any more"],
    ],
  },
  {
    id: "7.4.1",
    level: 1,
    requirement: "Signing out ends the session at the server.",
    where: ["app/domain/identity/end-session.server.ts"],
    tests: [
      [SIGN_IN, "a cookie replayed after sign-out is worth nothing, and signing in again makes a new one"],
    ],
  },
  {
    id: "7.4.2",
    level: 1,
    requirement: "Sessions of a disabled account or a removed member are over at once.",
    where: ["app/http/context.server.ts", "app/domain/identity/touch-session.server.ts"],
    tests: [
      [SIGN_IN, "a disabled account cannot sign in and its sessions are over"],
      [PROOF, "a removed member's session opens the organization no more, not even after a proof"],
    ],
  },
  {
    id: "7.4.5",
    level: 2,
    requirement: "An admin ends the sessions of any member, or of all, for the admin's own organization.",
    where: [
      "app/domain/identity/end-member-sessions.server.ts",
      "app/domain/identity/end-everybodys-sessions.server.ts",
    ],
    tests: [
      [
        PROOF,
        "sessions an admin ended open that organization again only after a proof, and others as before",
      ],
      [
        "test/domain/identity/end-member-sessions.test.ts",
        "nobody below an admin ends somebody's sessions, and no admin an owner's",
      ],
      [
        "test/domain/identity/end-everybodys-sessions.test.ts",
        "an owner ends everybody else's sessions here, and nobody's elsewhere",
      ],
    ],
    gap: "Ended for one organization at a time: nobody but the operator ends an account's sessions everywhere.",
  },
  {
    id: "7.5.2",
    level: 2,
    requirement: "People see their sessions and, after a proof, end any of them.",
    where: ["app/routes/account/sessions.tsx", "app/domain/identity/end-own-sessions.server.ts"],
    tests: [
      [SESSIONS, "my sessions are listed in words with the one I use, and hold no id that opens anything"],
      [SESSIONS, "one session is ended and is over at once; somebody else's is not found"],
      [SESSIONS, "all other sessions are ended and mine goes on"],
      [SESSIONS, "ending sessions needs a fresh proof, without which nothing ends"],
    ],
  },
  {
    id: "7.5.3",
    level: 3,
    requirement:
      "A fresh proof comes before highly sensitive steps, by the second factor where there is one.",
    where: ["app/domain/require-fresh-proof.ts", "app/domain/identity/prove-account.server.ts"],
    tests: [
      [FACTORS, "every change of a second factor needs a fresh proof"],
      [FACTORS, "with a second factor the password alone proves nothing, without one it does"],
      [
        PROOF,
        "a form posted when a proof is needed is kept: prove, come back, it is still there, and nothing was sent twice",
      ],
    ],
  },
  // requests from elsewhere, cookies
  {
    id: "3.5.1",
    level: 1,
    requirement: "A request of another site's making is refused.",
    where: ["app/http/own-origin.ts", "app/http/refuse-foreign-origin.server.ts"],
    tests: [
      [EDGE, "a post from another origin, from nowhere or from null is refused on every address"],
      [FACTORS_HTTP, "a post from another site reaches no challenge and no second factor"],
    ],
  },
  {
    id: "3.5.2",
    level: 1,
    requirement: "No other site can call what cookies authenticate; the API knows callers by key alone.",
    where: ["app/http/own-origin.ts"],
    tests: [
      [
        "test/attack/odd-requests.test.ts",
        "an address that only begins like the API's is no way around the origin check",
      ],
    ],
  },
  {
    id: "3.5.3",
    level: 1,
    requirement: "What changes something is a POST; opening a mailed link uses nothing up.",
    where: ["app/routes/auth/reset-password.tsx", "app/routes/auth/verify-address.tsx"],
    tests: [[RESET, "opening the link uses nothing up, however many scanners do"]],
  },
  {
    id: "3.3.2",
    level: 2,
    requirement: "Each cookie says for which sites it is.",
    where: ["app/http/session.server.ts", "app/http/host-cookie.server.ts"],
    tests: [[SIGN_IN, "the session cookie is out of scripts' reach and only its hash is stored"]],
  },
  {
    id: "3.3.3",
    level: 2,
    requirement: "Behind https every cookie is bound to the host.",
    where: ["app/http/session.server.ts", "app/http/host-cookie.server.ts"],
    tests: [
      [HTTPS, "behind https every cookie is secure and bound to the host, and browsers are told to stay"],
    ],
  },
  // headers
  {
    id: "3.4.1",
    level: 1,
    requirement: "Behind https browsers are told to stay there for a year.",
    where: ["app/http/express-app.server.ts"],
    tests: [
      [HTTPS, "behind https every cookie is secure and bound to the host, and browsers are told to stay"],
    ],
  },
  {
    id: "3.4.3",
    level: 2,
    requirement: "A policy allows only own scripts by a nonce, and no objects.",
    where: ["app/http/content-security-policy.ts"],
    tests: [
      [EDGE, "every page allows only its own scripts, by a nonce that is new each time, and is kept nowhere"],
    ],
    gap: "Styles allow 'unsafe-inline', which libraries for menus and charts need.",
  },
  {
    id: "3.4.4",
    level: 2,
    requirement: "Browsers are told not to guess types.",
    where: ["app/http/express-app.server.ts"],
    tests: [[LOG, "answers carry a request id and safe headers, and do not name the framework"]],
  },
  {
    id: "3.4.5",
    level: 2,
    requirement: "No other site learns an address from us.",
    where: ["app/http/express-app.server.ts"],
    tests: [[LOG, "answers carry a request id and safe headers, and do not name the framework"]],
  },
  {
    id: "3.4.6",
    level: 2,
    requirement: "No other site can frame a page.",
    where: ["app/http/content-security-policy.ts"],
    tests: [
      [EDGE, "every page allows only its own scripts, by a nonce that is new each time, and is kept nowhere"],
    ],
  },
  // authorisation
  {
    id: "8.2.1",
    level: 1,
    requirement: "Who may use a function is asked in one place per verb, and refused by default.",
    where: ["app/domain/permit.ts", "app/domain/permissions.ts"],
    tests: [
      [OPERATIONS, "refuses every role that may not, and changes nothing"],
      [PAGES, "refuses the form of every role that may not send it, and changes nothing"],
    ],
  },
  {
    id: "8.2.2",
    level: 1,
    requirement: "An id opens a row only to who may see that row.",
    where: ["app/db/tenancy.server.ts", "app/db/transaction.server.ts"],
    tests: [
      [OPERATIONS, "takes another organization's ids in the path for ids that do not exist"],
      [SESSIONS, "one session is ended and is over at once; somebody else's is not found"],
      ["test/domain/identity/passkeys.test.ts", "somebody else's passkey can be neither renamed nor removed"],
    ],
  },
  {
    id: "8.2.3",
    level: 2,
    requirement: "Fields are shown and taken only where the caller may.",
    where: ["app/http/api-operation.ts", "app/http/read-form.server.ts"],
    tests: [
      [
        "test/attack/sight.test.ts",
        "one's own request tells nothing of other people's requests, reasons and grants for the same server",
      ],
    ],
  },
  {
    id: "8.4.1",
    level: 2,
    requirement: "Nothing of one organization reaches another, in the database itself.",
    where: ["app/db/transaction.server.ts", "drizzle/0001_walls.sql"],
    tests: [
      [WALLS, "every table is a walled tenant table or on the closed list of global ones"],
      [
        WALLS,
        "the global tables that hold people's sign-in are walled on the account, and organizations on themselves",
      ],
      [PAGES, "takes another organization's ids for ids that do not exist"],
    ],
  },
  {
    id: "8.3.2",
    level: 3,
    requirement: "A changed role, membership or requirement counts from the next request.",
    where: ["app/http/context.server.ts"],
    tests: [
      [PROOF, "a removed member's session opens the organization no more, not even after a proof"],
      [
        "test/http/two-factors-needed.test.ts",
        "a member without a second factor is led to set one up there, and goes on elsewhere",
      ],
    ],
  },
  {
    id: "8.3.3",
    level: 3,
    requirement: "A key acts as its member and never as more.",
    where: ["app/http/api-caller.server.ts"],
    tests: [
      ["test/attack/widening.test.ts", "a narrow key that sends the id of a wider key again gets nothing"],
    ],
  },
  // business logic
  {
    id: "2.3.3",
    level: 2,
    requirement: "A step is done whole or not at all.",
    where: ["app/db/transaction.server.ts", "app/db/queue.server.ts"],
    tests: [["test/jobs/queue.test.ts", "a job sent in a transaction that is undone was never sent"]],
  },
  {
    id: "2.3.5",
    level: 3,
    requirement: "High-value steps take more than one person.",
    where: ["app/domain/requests/approve-request.server.ts"],
    tests: [
      [
        "test/domain/requests/decide-request.test.ts",
        "nobody approves their own case: not as owner, not by key, not after a role change, not for a team of one",
      ],
    ],
    gap: "Asking and deciding are two people; several approvers in stages come with policies.",
  },
  {
    id: "2.4.1",
    level: 2,
    requirement: "What can be guessed, or makes mail, is limited for each account and each network.",
    where: ["app/http/sign-in-limits.server.ts"],
    tests: [
      [SIGN_IN, "after ten tries even the right password waits, for known and unknown addresses alike"],
      [FACTORS_HTTP, "after ten codes even the right one waits"],
      [PROOF, "after ten wrong proofs even the right password waits"],
      [RESET, "an address is mailed to only so often, and one nobody has is refused alike"],
    ],
  },
  {
    id: "15.4.2",
    level: 3,
    requirement: "What was checked is still so when it is used, also for two at once.",
    where: ["app/domain/identity/totp.server.ts", "app/domain/identity/recovery-codes.server.ts"],
    tests: [
      [FACTORS, "a code counts once, also for two who send it at once, and no earlier one counts after it"],
      [FACTORS, "a step after the password is used up once: of two tabs with it, one gets in"],
      [RESET, "two posts of one link at the same moment set one password"],
    ],
  },
  // secrets
  {
    id: "13.3.1",
    level: 2,
    requirement: "Secrets of the installation are sealed apart from their key.",
    where: ["app/db/seal.server.ts", "app/domain/identity/totp.server.ts"],
    tests: [
      ["test/db/seal.test.ts", "what was sealed opens only at its place and unchanged"],
      [FACTORS, "a key sealed for one account does not open for another"],
    ],
    gap: "The sealing key is a variable or a file of 0600, no hardware or vault holds it.",
  },
  {
    id: "13.3.4",
    level: 3,
    requirement: "Secrets end and are replaced.",
    where: ["app/db/sealing-key.server.ts", "app/domain/identity/reseal-accounts.server.ts"],
    tests: [
      ["test/db/seal.test.ts", "a replaced key still opens what it sealed, and a forgotten one does not"],
    ],
    gap: "Nothing replaces the sealing key by itself; passkeys and authenticator keys do not end.",
  },
  // failure
  {
    id: "16.5.2",
    level: 2,
    requirement: "When the database or mail is away, people are told and lose nothing.",
    where: ["app/http/database-away.server.ts", "app/http/trouble.server.ts"],
    tests: [
      [
        "test/http/kept-forms.test.ts",
        "while the database is away pages and forms say so with 503, and the form can be sent again",
      ],
      [RESET, "a mail that bounces or waits changes nothing for the asker, and a later try makes a new link"],
    ],
  },
  {
    id: "16.5.3",
    level: 2,
    requirement: "What cannot be checked is refused.",
    where: ["app/http/sign-in-limits.server.ts"],
    tests: [[SIGN_IN, "when tries cannot be counted nobody gets in"]],
  },
  // logging
  {
    id: "16.2.1",
    level: 2,
    requirement: "An event says who did what, to what, when and from where.",
    where: ["app/domain/audit/record-audit.server.ts", "app/domain/identity/record-account-event.server.ts"],
    tests: [
      [SIGN_IN, "signing in, failing to and signing out each leave an account event"],
      [FACTORS, "each organization of a person learns once that a second factor changed, and nothing of it"],
    ],
  },
  {
    id: "16.2.5",
    level: 2,
    requirement:
      "No password, code, token, cookie or address of a person stands in a log, an event or a job.",
    where: ["app/http/log-requests.server.ts", "app/db/queue.server.ts"],
    tests: [
      [LOG, "the log has neither query strings, cookies nor long secrets of a path"],
      [RESET, "the mail's token stands nowhere but in the mail: not in the database, not in a job"],
    ],
  },
  {
    id: "16.3.1",
    level: 2,
    requirement: "Every sign-in is noted, refused ones too.",
    where: [
      "app/domain/identity/check-sign-in.server.ts",
      "app/domain/identity/pass-second-factor.server.ts",
    ],
    tests: [
      [SIGN_IN, "signing in, failing to and signing out each leave an account event"],
      [FACTORS, "a step ends after ten minutes, with a disabled account, and opens no other account"],
    ],
    gap: "A try for an address nobody has leaves only its line in the log.",
  },
  {
    id: "16.4.1",
    level: 2,
    requirement: "What others write cannot forge a line of a log or of an event.",
    where: ["app/log.server.ts", "app/domain/identity/browser-words.ts"],
    tests: [[SESSIONS, "what a browser says of itself is never shown"]],
  },
  {
    id: "16.4.2",
    level: 2,
    requirement: "Events cannot be changed by the product.",
    where: ["drizzle/0001_walls.sql"],
    tests: [
      [
        WALLS,
        "the runtime role owns nothing, cannot bypass row-level security and may not rewrite the record",
      ],
    ],
  },
  {
    id: "16.4.3",
    level: 2,
    requirement: "Logs go to a system of their own.",
    where: ["app/log.server.ts"],
    tests: [],
    gap: "Log lines go to standard output for whoever runs the installation to collect; audit events stay in the same database.",
  },
];
