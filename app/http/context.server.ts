import { type AppLoadContext, redirect } from "@remix-run/node";
import { sql } from "drizzle-orm";
import type { MemberCtx } from "#app/domain/context.ts";
import { Forbidden, FreshProofNeeded, NotFound } from "#app/domain/errors.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { sessionReach } from "#app/domain/identity/openid-rules.ts";
import type { ByProvider, SignedIn } from "#app/domain/identity/touch-session.server.ts";
import { ROLES, type Role } from "#app/domain/permissions.ts";
import { type Edge, edgeOf, type RouteArgs } from "./edge.server.ts";
import { paths } from "./paths.ts";
import { readSession } from "./session.server.ts";
import { SignInNeeded } from "./trouble.server.ts";

/** A member's context and the organization the address names. Every verb takes it as its `ctx`. */
export type PageCtx = MemberCtx & {
  org: { slug: string; name: string; timeZone: string; isDemo: boolean };
  account: SignedIn;
};

// The action and the loaders of one request, a page and its layout, ask the same two things: who, and in which
// organization. Remix hands all of them one load context, so each is looked up once per request and never longer.
const accounts = new WeakMap<AppLoadContext, Promise<SignedIn | undefined>>();
const memberships = new WeakMap<AppLoadContext, Promise<Membership | undefined>>();

function onceFor<T>(
  kept: WeakMap<AppLoadContext, Promise<T>>,
  context: AppLoadContext,
  look: () => Promise<T>,
) {
  const known = kept.get(context);
  if (known) return known;
  const looking = look();
  kept.set(context, looking);
  return looking;
}

/**
 * Who is signed in, whichever way, for pages that then ask what this session opens. Without a session a GET goes to
 * sign-in and comes back; a post keeps its fields.
 */
export async function requireSignedIn({ request, context }: RouteArgs): Promise<AccountCtx> {
  const edge = edgeOf(context);
  const account = await onceFor(accounts, context, () => readSession(edge, request));
  if (account) return { ...edge, account };
  const url = new URL(request.url);
  const here = url.pathname + url.search;
  if (request.method === "GET" || request.method === "HEAD") throw redirect(paths.signIn(here));
  throw new SignInNeeded(here);
}

/**
 * Who is signed in with a password or passkey of the account itself, for everything that belongs to the account and not
 * to one organization: whoever runs an organization's provider must not get at it. Throws Forbidden.
 */
export async function requireAccount(args: RouteArgs): Promise<AccountCtx> {
  const ctx = await requireSignedIn(args);
  if (ctx.account.provedAt === null) throw new Forbidden(OWN_PROOF_NEEDED);
  return ctx;
}

const OWN_PROOF_NEEDED =
  "You came in through your organization's provider, which opens that organization only. Sign out and sign in with your own password or passkey for this.";

/** The member the address's organization knows this account as. An organization one is not in, or this session does not open, is a 404. */
export async function requireMember(args: RouteArgs): Promise<PageCtx> {
  const { account, ...edge } = await requireSignedIn(args);
  refuseOddIds(args.params);
  const slug = args.params.org ?? "";
  const row = await onceFor(memberships, args.context, () => findMembership(edge, slug, account));
  if (!row) throw new NotFound("organization");
  const role = roleOf(row.role);
  const isByProvider = row.is_by_provider && account.byProvider?.orgId === row.org_id;
  const reach = sessionReach({
    hasOwnProof: account.provedAt !== null,
    isByProvider,
    isRequired: row.is_provider_required,
    role,
  });
  if (reach === "elsewhere") throw new NotFound("organization");
  if (reach === "provider_needed") throw providerNeeded(args, slug);
  const byProvider = isByProvider ? account.byProvider : null;
  refuseEndedSession(row, account, byProvider);
  if (!byProvider) leadToSecondFactor(row, args.request, slug);
  return {
    ...edge,
    orgId: row.org_id,
    actor: {
      kind: "member",
      memberId: row.member_id,
      accountId: account.accountId,
      name: row.member_name,
      role,
      via: "session",
      provedAt: latest(account.provedAt, byProvider?.provedAt ?? null),
      scopes: null,
    },
    org: { slug, name: row.org_name, timeZone: row.time_zone, isDemo: row.is_demo },
    account,
  };
}

/** The provider's word counts in its own organization only. */
function latest(own: Date | null, provider: Date | null): Date | null {
  if (own === null || provider === null) return own ?? provider;
  return own > provider ? own : provider;
}

function providerNeeded({ request }: RouteArgs, slug: string): Response | Forbidden {
  const url = new URL(request.url);
  if (request.method === "GET" || request.method === "HEAD") {
    return redirect(paths.openidSignIn(slug, url.pathname + url.search));
  }
  return new Forbidden(
    "Members of this organization come in through its own provider. Sign in there, then send this again. Nothing was changed.",
  );
}

type Membership = {
  org_id: string;
  org_name: string;
  time_zone: string;
  is_demo: boolean;
  member_id: string;
  member_name: string;
  role: string;
  sessions_ended_at: string | null;
  lacks_second_factor: boolean;
  is_provider_required: boolean;
  is_by_provider: boolean;
};

/** Sessions of a member that an admin ended open this organization after a new proof, and others as before. */
function refuseEndedSession(row: Membership, account: SignedIn, byProvider: ByProvider | null): void {
  if (row.sessions_ended_at === null) return;
  const ended = new Date(row.sessions_ended_at);
  const proofs = [account.provedAt, byProvider?.provedAt, byProvider ? account.createdAt : null];
  if (proofs.some((at) => at && at > ended)) return;
  throw new FreshProofNeeded(`An admin of ${row.org_name} ended your sessions there. Prove that it is you.`);
}

/** An organization that needs two factors opens nothing to who has one: they are led to where a second is set up. */
function leadToSecondFactor(row: Membership, request: Request, slug: string): void {
  if (!row.lacks_second_factor) return;
  if (request.method === "GET" || request.method === "HEAD") throw redirect(paths.secondFactors(slug));
  throw new Forbidden(
    `${row.org_name} needs a second factor of you. Nothing was changed. Set it up on your account page first.`,
  );
}

async function findMembership(
  { db }: Edge,
  slug: string,
  { accountId, byProvider }: SignedIn,
): Promise<Membership | undefined> {
  const identity = byProvider?.identityId ?? null;
  const [row] = await db.execute<Membership>(
    sql`select * from lookup_membership(${slug}, ${accountId}, ${identity}::uuid)`,
  );
  return row;
}

export function roleOf(text: string): Role {
  const role = ROLES.find((known) => known === text);
  if (!role) throw new Error("A member has a role this version does not know.");
  return role;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id in an address that cannot be one names nothing. */
export function refuseOddIds(params: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(params)) {
    if (name.endsWith("Id") && !UUID.test(value ?? "")) {
      throw new NotFound(name.slice(0, -2).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
    }
  }
}
