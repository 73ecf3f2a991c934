import { createServer, type Server } from "node:http";
import Provider, { type InteractionResults } from "oidc-provider";
import { afterAll, beforeAll } from "vitest";

export type PersonAtProvider = {
  email?: string;
  email_verified?: boolean;
  name?: string;
  groups?: string[];
};

type Registered = { clientId: string; clientSecret: string };

/**
 * A real OpenID provider on loopback. `people` are whom it knows, by subject; whoever signs in there says who they are
 * in a form. Consent is given by itself.
 */
export async function startOpenidProvider() {
  const people = new Map<string, PersonAtProvider>();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${portOf(server)}`;
  const provider = new Provider(url, {
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
    cookies: { keys: ["of no value, on loopback only"] },
    features: { devInteractions: { enabled: false }, registration: { enabled: true } },
    findAccount: async (_ctx, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, ...people.get(sub) }),
    }),
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    renderError: (ctx, out) => {
      ctx.type = "text";
      ctx.body = `${out.error}: ${out.error_description}`;
    },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: 600,
      Interaction: 600,
      Session: 600,
      Grant: 600,
    },
  });
  const answer = provider.callback();
  server.on("request", (req, res) => {
    if (!req.url?.startsWith("/interaction/")) return answer(req, res);
    interact(provider, req, res).catch((error: unknown) => res.writeHead(500).end(String(error)));
  });
  return {
    url,
    people,
    /** Makes a client as an administrator there would. */
    async register(...redirectUris: string[]): Promise<Registered> {
      const response = await fetch(`${url}/reg`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ redirect_uris: redirectUris, scope: "openid email profile groups" }),
      });
      const made = await response.json();
      return { clientId: String(made.client_id), clientSecret: String(made.client_secret) };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type OpenidProvider = Awaited<ReturnType<typeof startOpenidProvider>>;

/** The same, for the tests of one file. */
export function openOpenidProvider(): { readonly it: OpenidProvider } {
  let started: OpenidProvider | undefined;
  beforeAll(async () => {
    started = await startOpenidProvider();
  });
  afterAll(async () => {
    await started?.stop();
  });
  return {
    get it() {
      if (!started) throw new Error("The provider starts in beforeAll.");
      return started;
    },
  };
}

type Incoming = Parameters<ReturnType<Provider["callback"]>>;

async function interact(provider: Provider, req: Incoming[0], res: Incoming[1]): Promise<void> {
  const { prompt, params, session, grantId } = await provider.interactionDetails(req, res);
  if (prompt.name === "login" && req.method !== "POST") {
    res.setHeader("Content-Type", "text/html");
    res.end(`<!doctype html><html lang="en"><title>Provider</title><form method="post">
      <label>Who are you? <input name="who"></label><button>Go on</button></form>`);
    return;
  }
  const result: InteractionResults = {};
  if (prompt.name === "login") {
    let body = "";
    for await (const chunk of req) body += chunk;
    result.login = { accountId: new URLSearchParams(body).get("who") ?? "" };
  } else {
    const grant =
      (grantId ? await provider.Grant.find(grantId) : undefined) ??
      new provider.Grant({ accountId: session?.accountId, clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope));
    result.consent = { grantId: await grant.save() };
  }
  await provider.interactionFinished(req, res, result, { mergeWithLastSubmission: prompt.name !== "login" });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The provider listens on no port.");
  return address.port;
}

/** A browser at the provider: follows it from `address` until it sends the person elsewhere, and says where to. */
export class VisitorAtProvider {
  readonly #jar = new Map<string, string>();

  async goThrough(address: string, who: string): Promise<URL> {
    const { origin } = new URL(address);
    let at = new URL(address);
    let init: RequestInit = {};
    for (let steps = 0; steps < 12; steps++) {
      if (at.origin !== origin) return at;
      const cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const answer = await fetch(at, { redirect: "manual", ...init, headers: { Cookie: cookie } });
      for (const line of answer.headers.getSetCookie()) this.#keep(line);
      const location = answer.headers.get("location");
      const isForm = !location && (await answer.text()).includes("Who are you?");
      if (!location && !isForm) throw new Error(`The provider answered ${answer.status} at ${at.pathname}.`);
      init = isForm ? { method: "POST", body: new URLSearchParams({ who }) } : {};
      if (location) at = new URL(location, at);
    }
    throw new Error("The provider sent its visitor around in a circle.");
  }

  #keep(line: string): void {
    const [pair = ""] = line.split(";");
    const cut = pair.indexOf("=");
    const value = pair.slice(cut + 1);
    if (value === "") this.#jar.delete(pair.slice(0, cut));
    else this.#jar.set(pair.slice(0, cut), value);
  }
}
