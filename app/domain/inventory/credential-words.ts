import { SECRET_KINDS } from "./scan-inputs.ts";

type SecretKind = (typeof SECRET_KINDS)[number];

/**
 * Where a credential stands now, what needs a person first: as plain text; in no file any more, though it may work until it
 * is revoked; only as a reference; asked for by a server in use and kept elsewhere; referred to no more.
 */
export const CREDENTIAL_STATES = ["plain", "gone", "reference", "demanded", "ended"] as const;
export type CredentialState = (typeof CREDENTIAL_STATES)[number];

/** How a credential stands in an installation: as text, as a reference, or asked for by its server and not named. */
export const CREDENTIAL_FORMS = ["secret", "reference", "demanded"] as const;

/**
 * Why one stands in an installation no more: another is in its place, its entry is gone, it alone was taken out, nobody asks
 * for it any more, its holder's data was erased, or other rules count it as no secret.
 */
export const CREDENTIAL_ENDINGS = [
  "replaced",
  "removed",
  "taken_out",
  "not_asked",
  "erased",
  "not_counted",
] as const;

/** Kinds that say nothing of an issuer: the name a secret stands under may say more. */
export const UNSURE_KINDS = [
  "authorization-header",
  "password-or-token",
  "high-entropy",
] as const satisfies SecretKind[];

type Provider = { name: string /** What its tokens are called here. */; kind?: SecretKind; words: string[] };

/** Who issued it, by the kind or by a word in the name it stands under. */
export const PROVIDERS = {
  github: { name: "GitHub", kind: "github-token", words: ["github", "gh"] },
  gitlab: { name: "GitLab", kind: "gitlab-token", words: ["gitlab"] },
  slack: { name: "Slack", kind: "slack-token", words: ["slack"] },
  openai: { name: "OpenAI", kind: "openai-key", words: ["openai"] },
  anthropic: { name: "Anthropic", kind: "anthropic-key", words: ["anthropic", "claude"] },
  google: { name: "Google", kind: "google-key", words: ["google", "gemini", "gcp"] },
  aws: { name: "AWS", kind: "aws-key", words: ["aws"] },
  stripe: { name: "Stripe", kind: "stripe-key", words: ["stripe"] },
  npm: { name: "npm", kind: "npm-token", words: ["npm"] },
  pypi: { name: "PyPI", kind: "pypi-token", words: ["pypi"] },
  huggingface: { name: "Hugging Face", kind: "huggingface-token", words: ["huggingface", "hugging", "hf"] },
  notion: { name: "Notion", kind: "notion-token", words: ["notion"] },
  atlassian: { name: "Atlassian", kind: "atlassian-token", words: ["atlassian", "jira", "confluence"] },
  datadog: { name: "Datadog", words: ["datadog", "dd"] },
  okta: { name: "Okta", words: ["okta"] },
  sentry: { name: "Sentry", words: ["sentry"] },
  vault: { name: "Vault or OpenBao", words: ["vault", "openbao"] },
  azure: { name: "Azure", words: ["azure"] },
  brave: { name: "Brave Search", words: ["brave"] },
  browserbase: { name: "Browserbase", words: ["browserbase"] },
  cloudflare: { name: "Cloudflare", words: ["cloudflare"] },
  digitalocean: { name: "DigitalOcean", words: ["digitalocean"] },
  elastic: { name: "Elastic", words: ["elastic", "elasticsearch"] },
  exa: { name: "Exa", words: ["exa"] },
  figma: { name: "Figma", words: ["figma"] },
  firecrawl: { name: "Firecrawl", words: ["firecrawl"] },
  grafana: { name: "Grafana", words: ["grafana"] },
  hubspot: { name: "HubSpot", words: ["hubspot"] },
  linear: { name: "Linear", words: ["linear"] },
  mongodb: { name: "MongoDB", words: ["mongodb", "mdb"] },
  pagerduty: { name: "PagerDuty", words: ["pagerduty"] },
  perplexity: { name: "Perplexity", words: ["perplexity"] },
  salesforce: { name: "Salesforce", words: ["salesforce"] },
  snowflake: { name: "Snowflake", words: ["snowflake"] },
  snyk: { name: "Snyk", words: ["snyk"] },
  supabase: { name: "Supabase", words: ["supabase"] },
  tavily: { name: "Tavily", words: ["tavily"] },
  vercel: { name: "Vercel", words: ["vercel"] },
} as const satisfies Record<string, Provider>;
export type ProviderId = keyof typeof PROVIDERS;
export const PROVIDER_IDS = Object.keys(PROVIDERS).filter((id): id is ProviderId => id in PROVIDERS);

/** Last words of a name that mean the provider's own token; a client secret or a webhook is something else. */
export const TOKEN_WORDS = ["token", "key", "pat", "apikey"] as const;

/** Which interface could revoke it, or where a person does it by hand. */
export type Revocation = { by: "interface" | "hand"; how: string };

const byInterface = (how: string): Revocation => ({ by: "interface", how });
const byHand = (how: string): Revocation => ({ by: "hand", how });
const WHERE_ISSUED = byHand("Where it was issued. Its form does not say who that is.");

const BY_KIND: Record<SecretKind, Revocation> = {
  "github-token": byInterface(
    "GitHub, POST /credentials/revoke. For good; not for the tokens of an app installation (ghs_).",
  ),
  "gitlab-token": byInterface("GitLab, DELETE /personal_access_tokens/self. For good."),
  "slack-token": byInterface("Slack, auth.revoke. For good."),
  "openai-key": byHand("On the API keys page of the OpenAI platform."),
  "anthropic-key": byHand("On the API keys page of the Claude Console."),
  "google-key": byInterface(
    "Google, POST oauth2.googleapis.com/revoke for an OAuth token: the whole grant ends. An API key: by hand, in Google Cloud under Credentials.",
  ),
  "aws-key": byInterface("AWS IAM, UpdateAccessKey with Status=Inactive. Can be undone; delete it later."),
  "stripe-key": byHand("In the Stripe dashboard, under API keys: roll the key."),
  "npm-token": byHand("In the npm account, under Access Tokens."),
  "pypi-token": byHand("In the PyPI account settings, under API tokens."),
  "huggingface-token": byHand("In the Hugging Face settings, under Access Tokens."),
  "notion-token": byHand(
    "In the Notion dashboard for an internal integration. An OAuth token: POST /v1/oauth/revoke.",
  ),
  "atlassian-token": byInterface(
    "Atlassian, DELETE /users/{account_id}/manage/api-tokens/{tokenId}, with a key of an organization admin.",
  ),
  "other-vendor-token": byHand("In the vendor's own settings."),
  "json-web-token": byHand("At its issuer. It may stay valid until it ends by itself."),
  "private-key": byHand("Wherever its public half is trusted: take that away."),
  "connection-string": byHand(
    "In the database's user management. PostgreSQL: ALTER ROLE … NOLOGIN, then end its connections.",
  ),
  "url-credentials": byHand("At the service the address names."),
  "authorization-header": WHERE_ISSUED,
  "password-or-token": WHERE_ISSUED,
  "high-entropy": WHERE_ISSUED,
};

const BY_PROVIDER: Partial<Record<ProviderId, Revocation>> = {
  datadog: byInterface("Datadog, DELETE /api/v2/personal_access_tokens/{id}, for a personal access token."),
  okta: byInterface("Okta, DELETE /api/v1/api-tokens/{id}."),
  sentry: byInterface("Sentry, DELETE /api/0/organizations/{org}/org-auth-tokens/{id}/."),
  vault: byInterface(
    "Vault or OpenBao, POST /v1/auth/token/revoke-accessor. Needs the accessor, not the token.",
  ),
};

/** Whose kind alone, or with an unsure kind whose issuer, has an interface that revokes. */
export const REVOCABLE: { kinds: readonly SecretKind[]; providers: readonly ProviderId[] } = {
  kinds: SECRET_KINDS.filter((kind) => BY_KIND[kind].by === "interface"),
  providers: PROVIDER_IDS.filter((id) => BY_PROVIDER[id]?.by === "interface"),
};

export function revocationOf(kind: SecretKind, provider: ProviderId | null): Revocation {
  const isUnsure = UNSURE_KINDS.some((unsure) => unsure === kind);
  if (!isUnsure || provider === null) return BY_KIND[kind];
  return (
    BY_PROVIDER[provider] ??
    byHand(`At ${PROVIDERS[provider].name}: its name says so, but not which kind of secret it is.`)
  );
}

const TOKEN_NAME = new RegExp(`(?:^|[^a-z0-9])(?:${TOKEN_WORDS.join("|")})[^a-z0-9]*$`);

/** Kind and issuer, by the form of the value or else by the name it stands under. */
export function kindOf(
  name: string,
  secretKind: SecretKind | null,
): { kind: SecretKind; kindFrom: "value" | "name"; provider: ProviderId | null } {
  const words = name
    .slice(0, 256)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();
  const parts = new Set(words.split(/[^a-z0-9]+/));
  const named = PROVIDER_IDS.find((id) => PROVIDERS[id].words.some((word) => parts.has(word))) ?? null;
  if (secretKind !== null && !UNSURE_KINDS.some((unsure) => unsure === secretKind)) {
    const issuer = PROVIDER_IDS.find((id) => kindOfProvider(id) === secretKind);
    return { kind: secretKind, kindFrom: "value", provider: issuer ?? named };
  }
  const byName = named !== null && TOKEN_NAME.test(words) ? kindOfProvider(named) : undefined;
  return { kind: byName ?? secretKind ?? "password-or-token", kindFrom: "name", provider: named };
}

function kindOfProvider(id: ProviderId): SecretKind | undefined {
  const provider: Provider = PROVIDERS[id];
  return provider.kind;
}
