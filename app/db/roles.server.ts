import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import postgres, { type Sql, type TransactionSql } from "postgres";

export const OWNER_ROLE = "castellan_owner";
export const RUNTIME_ROLE = "castellan_runtime";
const LOOKUP_ROLE = "castellan_lookup";

// Any fixed number works; it only has to be the same in every process of this product.
const ROLES_LOCK = 4_718_201;

interface RolePasswords {
  ownerPassword?: string;
  runtimePassword?: string;
}

/**
 * Makes the three roles of the cluster when they are missing; leaves existing ones and their passwords alone.
 * `admin` is a connection as superuser, or as a role with CREATEROLE that will run the migrations.
 * `castellan_owner` is made only when `ownerPassword` is given; otherwise the connected role is the owner.
 * Throws a sentence for people when a role is missing and may not be made, or when the runtime role could bypass the walls.
 */
export async function ensureRoles(admin: Sql, passwords: RolePasswords = {}): Promise<void> {
  await admin.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${ROLES_LOCK})`;
    const [me] = await tx<{ name: string; super: boolean; may_create: boolean; version: number }[]>`
      select rolname as name, rolsuper as super, rolsuper or rolcreaterole as may_create,
             current_setting('server_version_num')::int as version
      from pg_roles where rolname = current_user`;
    if (!me) throw new Error("PostgreSQL does not know the role we are connected as.");
    const mayCreate = me.may_create;
    await ensureRole(tx, mayCreate, LOOKUP_ROLE, "NOLOGIN");
    await ensureRole(tx, mayCreate, RUNTIME_ROLE, login(passwords.runtimePassword));
    if (passwords.ownerPassword) await ensureRole(tx, mayCreate, OWNER_ROLE, login(passwords.ownerPassword));
    const owner = passwords.ownerPassword ? OWNER_ROLE : me.name;
    if (passwords.ownerPassword || !me.super) await letOwnerHandOver(tx, owner, me.version);
    await refuseStrongRuntime(tx);
  });
}

function login(password: string | undefined): string {
  return password ? `LOGIN PASSWORD '${scramVerifier(password)}'` : "LOGIN";
}

async function ensureRole(tx: TransactionSql, mayCreate: boolean, role: string, how: string): Promise<void> {
  const found = await tx`select 1 from pg_roles where rolname = ${role}`;
  if (found.length > 0) return;
  if (!mayCreate) {
    throw new Error(
      `The database has no role ${role}, and the role of DATABASE_OWNER_URL may not make it. ` +
        `Make it once as a superuser: CREATE ROLE ${role} ${how.startsWith("NOLOGIN") ? "NOLOGIN" : "LOGIN PASSWORD '…'"};`,
    );
  }
  // Roles belong to the cluster while advisory locks belong to one database: another database may win the race.
  await tx.unsafe(
    `DO $$ BEGIN CREATE ROLE ${role} ${how}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
  );
}

/** The owner hands its lookup functions over to `castellan_lookup`, which needs membership WITH SET (16+) or plain membership (15). */
async function letOwnerHandOver(tx: TransactionSql, owner: string, version: number): Promise<void> {
  const privilege = version >= 160_000 ? "SET" : "MEMBER";
  const [held] = await tx<{ held: boolean }[]>`
    select pg_has_role(${owner}::name, ${LOOKUP_ROLE}::name, ${privilege}) as held`;
  if (held?.held) return;
  const options = version >= 160_000 ? " WITH INHERIT FALSE, SET TRUE" : "";
  await tx.unsafe(`GRANT ${LOOKUP_ROLE} TO ${quoteName(owner)}${options}`);
}

async function refuseStrongRuntime(tx: TransactionSql): Promise<void> {
  const [runtime] = await tx<{ strong: boolean }[]>`
    select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as strong
    from pg_roles where rolname = ${RUNTIME_ROLE}`;
  if (runtime && !runtime.strong) return;
  throw new Error(
    `The role ${RUNTIME_ROLE} could go around row-level security. Run: ALTER ROLE ${RUNTIME_ROLE} NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;`,
  );
}

/**
 * Throws unless the role of `runtimeUrl` stands behind the walls: no superuser, no bypass, owner of no table, and
 * holding the rights of `castellan_runtime`. A product that started with a stronger role would have no walls at all.
 */
export async function refuseWeakWall(runtimeUrl: string): Promise<void> {
  const runtime = postgres(runtimeUrl, { max: 1, connect_timeout: 10, onnotice: () => undefined });
  try {
    const [role] = await runtime<{ name: string; strong: boolean; owns: boolean; member: boolean }[]>`
      select rolname as name, rolsuper or rolbypassrls as strong,
             exists (select 1 from pg_class where relowner = pg_roles.oid and relkind in ('r', 'p')) as owns,
             coalesce((select pg_has_role(current_user, r.oid, 'USAGE') from pg_roles as r where r.rolname = ${RUNTIME_ROLE}), false) as member
      from pg_roles where rolname = current_user`;
    if (role?.member && !role.strong && !role.owns) return;
    throw new Error(
      `The role ${role?.name} of DATABASE_URL must be ${RUNTIME_ROLE} or a member of it, without SUPERUSER or BYPASSRLS, ` +
        "and must not own tables: row-level security would not hold. Nothing was started.",
    );
  } finally {
    await runtime.end({ timeout: 5 });
  }
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * The SCRAM-SHA-256 verifier PostgreSQL stores (RFC 5803), so that a password never stands in a statement
 * that the server might log.
 */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password.normalize("NFKC"), salt, iterations, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(hmac("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${hmac("Server Key").toString("base64")}`;
}
