import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const service = (standard: string) =>
  z
    .url({ protocol: /^https?$/, error: "must be an http:// or https:// address" })
    .refine((text) => {
      const { username, search, hash } = new URL(text);
      return !username && !search && !hash;
    }, "must hold no name, password or query")
    .transform((text) => text.replace(/\/+$/, ""))
    .default(standard);

const flag = z.enum(["true", "false", "1", "0"]).transform((text) => text === "true" || text === "1");

const postgresUrl = z
  .url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// address" })
  .refine(
    (text) => new URL(text).username !== "",
    "must name a role: postgres://role:password@host/database",
  );

const Environment = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  /** The runtime role; without it Castellan runs a PostgreSQL of its own. */
  DATABASE_URL: postgresUrl.optional(),
  /** The owner role, for migrations only. */
  DATABASE_OWNER_URL: postgresUrl.optional(),
  ROLE: z.enum(["all", "web", "worker"]).default("all"),
  /** Seals the secrets that admins enter: 32 bytes, base64. */
  CASTELLAN_KEY: z
    .string()
    .transform((text) => Buffer.from(text, "base64"))
    .refine(
      (key) => key.length === 32,
      "must be 32 bytes in base64, for example from: openssl rand -base64 32",
    )
    .optional(),
  /** Keys that CASTELLAN_KEY replaced, comma-separated: they still open what they sealed. */
  CASTELLAN_FORMER_KEYS: z
    .string()
    .transform((text) => text.split(",").map((key) => Buffer.from(key.trim(), "base64")))
    .refine((keys) => keys.every((key) => key.length === 32), "must be keys of 32 bytes in base64, by comma")
    .default([]),
  /** Where mail goes out: smtp://user:password@host:port, or smtps://. Without it no mail is sent. */
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be an smtp:// or smtps:// address" }).optional(),
  MAIL_FROM: z.string().min(3).max(200).default("Castellan <castellan@localhost>"),
  /** Where people reach Castellan: the origin of links, and the only one forms are accepted from. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "must be an http:// or https:// address" })
    .transform((text) => new URL(text).origin)
    .optional(),
  /**
   * Networks in CIDR notation, comma-separated, that Castellan may reach though they are not public: an OpenID provider
   * inside the house. Plain http is accepted only there.
   */
  ALLOWED_NETWORKS: z
    .string()
    .transform((text) => text.split(",").map((network) => network.trim()))
    .refine(
      (networks) => networks.every((network) => z.union([z.cidrv4(), z.cidrv6()]).safeParse(network).success),
      "must be networks such as 10.0.0.0/8, by comma",
    )
    .default([]),
  /** A registry that speaks npm's protocol: where packages in use are looked up. */
  NPM_REGISTRY: service("https://registry.npmjs.org"),
  /** A `trusted_root.json` of Sigstore that builds are verified with; the public one as released unless set. */
  SIGSTORE_TRUSTED_ROOT: z.string().min(1).optional(),
  /** REST interfaces that repositories are looked at through. */
  GITHUB_API: service("https://api.github.com"),
  GITLAB_API: service("https://gitlab.com/api/v4"),
  /** `true` or `1` for one proxy in front, a number of proxies, or their addresses ("loopback, 10.0.0.0/8"). */
  TRUST_PROXY: z
    .string()
    .transform((text) =>
      /^\d+$/.test(text) ? Number(text) : text === "true" ? 1 : text === "false" ? 0 : text,
    )
    .default(0),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).optional(),
  /** State folder of the embedded database; `.castellan` of the repository unless set. */
  CASTELLAN_STATE: z.string().min(1).optional(),
  /** A signed-in browser nobody uses is signed out after this long. */
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(1).max(10_080).default(120),
  /** A signed-in browser is signed out after this long, used or not. */
  SESSION_MAX_DAYS: z.coerce.number().int().min(1).max(90).default(7),
  /** `false` starts the embedded default without the demo organization. */
  CASTELLAN_DEMO: flag.default(true),
  /** `true` only while `npm run bench` measures: offers the bare table that pages are held against. */
  CASTELLAN_BENCH: flag.default(false),
});

export type Environment = z.infer<typeof Environment>;

let parsed: Environment | undefined;

/** The environment, parsed once. Throws one sentence naming the variable that is wrong. */
export function environment(): Environment {
  parsed ??= parseEnvironment(process.env);
  return parsed;
}

/** Pure: what `environment` does with one set of variables. An empty variable counts as not set. */
export function parseEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const set = Object.fromEntries(
    Object.entries(variables).filter(([, text]) => text !== undefined && text !== ""),
  );
  const result = Environment.safeParse(set);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new Error(`The environment variable ${issue?.path.join(".")} is wrong: ${issue?.message}.`);
  }
  const { DATABASE_URL, DATABASE_OWNER_URL, CASTELLAN_KEY } = result.data;
  if (DATABASE_OWNER_URL && !DATABASE_URL) {
    throw new Error(
      "DATABASE_OWNER_URL is set but DATABASE_URL is not: Castellan needs the runtime role's address too.",
    );
  }
  if (DATABASE_URL && !CASTELLAN_KEY) {
    throw new Error(
      "CASTELLAN_KEY is not set: with a database of your own, keep the sealing key yourself. Make one with: openssl rand -base64 32",
    );
  }
  return result.data;
}

/** The origin people use: PUBLIC_URL, or this machine at PORT. */
export function publicUrl(): string {
  return environment().PUBLIC_URL ?? `http://localhost:${environment().PORT}`;
}

/** The folder with package.json and drizzle/, from the sources as from the build. */
export function repositoryRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, "drizzle")) || !existsSync(path.join(folder, "package.json"))) {
    const above = path.dirname(folder);
    if (above === folder)
      throw new Error("The folder drizzle/ with the migrations is missing beside package.json.");
    folder = above;
  }
  return folder;
}

export function stateFolder(): string {
  return path.resolve(environment().CASTELLAN_STATE ?? path.join(repositoryRoot(), ".castellan"));
}
