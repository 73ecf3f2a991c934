import { type AppLoadContext, redirect } from "@remix-run/node";
import { sql } from "drizzle-orm";
import type { MemberCtx } from "#app/domain/context.ts";
import { Forbidden, FreshProofNeeded, NotFound } from "#app/domain/errors.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import type { SignedIn } from "#app/domain/identity/touch-session.server.ts";
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

/** Who is signed in. Without a session a GET goes to sign-in and comes back; a post keeps its fields. */
export async function requireAccount({ request, context }: RouteArgs): Promise<AccountCtx> {
  const edge = edgeOf(context);
  const account = await onceFor(accounts, context, () => readSession(edge, request));
  if (account) return { ...edge, account };
  const url = new URL(request.url);
  const here = url.pathname + url.search;
  if (request.method === "GET" || request.method === "HEAD") throw redirect(paths.signIn(here));
  throw new SignInNeeded(here);
}

/** The member the address's organization knows this account as. An organization one is not in is a 404. */
export async function requireMember(args: RouteArgs): Promise<PageCtx> {
  const { account, ...edge } = await requireAccount(args);
  refuseOddIds(args.params);
  const slug = args.params.org ?? "";
  const row = await onceFor(memberships, args.context, () => findMembership(edge, slug, account.accountId));
  if (!row) throw new NotFound("organization");
  refuseEndedSession(row, account);
  leadToSecondFactor(row, args.request, slug);
  return {
    ...edge,
    orgId: row.org_id,
    actor: {
      kind: "member",
      memberId: row.member_id,
      accountId: account.accountId,
      name: row.member_name,
      role: roleOf(row.role),
      via: "session",
      provedAt: account.provedAt,
      scopes: null,
    },
    org: { slug, name: row.org_name, timeZone: row.time_zone, isDemo: row.is_demo },
    account,
  };
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
};

/** Sessions of a member that an admin ended open this organization after a new proof, and others as before. */
function refuseEndedSession(row: Membership, account: SignedIn): void {
  if (row.sessions_ended_at === null || account.provedAt > new Date(row.sessions_ended_at)) return;
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
  accountId: string,
): Promise<Membership | undefined> {
  const [row] = await db.execute<Membership>(sql`select * from lookup_membership(${slug}, ${accountId})`);
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
