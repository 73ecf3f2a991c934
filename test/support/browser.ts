/** One answer to a browser without scripts. */
export type PageAnswer = {
  status: number;
  headers: Headers;
  text: string;
  /** Path and query of a redirect. */
  location: string | undefined;
};

type Fields = Record<string, string | readonly string[]> | readonly (readonly [string, string])[];

/** A browser without scripts: keeps cookies, says where posts come from, follows nothing by itself. */
export class Browser {
  readonly jar = new Map<string, string>();
  readonly #url: string;
  readonly origin: string;

  constructor(url: string, origin: string) {
    this.#url = url;
    this.origin = origin;
  }

  keep(setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      if (/;\s*max-age=0\b/i.test(line)) this.jar.delete(pair.slice(0, at));
      else this.jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  async send(
    path: string,
    init: RequestInit & { headers?: Record<string, string> } = {},
  ): Promise<PageAnswer> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(this.#url + path, {
      redirect: "manual",
      ...init,
      headers: { Accept: "text/html", ...(cookie ? { Cookie: cookie } : {}), ...init.headers },
    });
    this.keep(response.headers.getSetCookie());
    const location = response.headers.get("location") ?? undefined;
    return { status: response.status, headers: response.headers, text: await response.text(), location };
  }

  get(path: string, headers: Record<string, string> = {}): Promise<PageAnswer> {
    return this.send(path, { headers });
  }

  post(path: string, fields: Fields = {}, headers: Record<string, string> = {}): Promise<PageAnswer> {
    const body = new URLSearchParams();
    const entries = Array.isArray(fields) ? fields : Object.entries(fields);
    for (const [name, value] of entries) for (const text of [value].flat()) body.append(name, text);
    return this.send(path, { method: "POST", body, headers: { Origin: this.origin, ...headers } });
  }

  /** Follows redirects, as a person would see it. */
  async open(path: string): Promise<PageAnswer> {
    let answer = await this.get(path);
    for (let hops = 0; answer.location && hops < 10; hops++) answer = await this.get(answer.location);
    return answer;
  }
}

/**
 * Hidden and visible inputs of a page's form, by the address it is posted to, as the browser would send them. Without
 * such a form, of the first one that is posted to the page itself.
 */
export function formFields(html: string, action: string): [string, string][] {
  const posts = [...html.matchAll(/<form\b([^>]*)>[\s\S]*?<\/form>/g)].filter(([, attributes = ""]) =>
    /\bmethod="post"/i.test(attributes),
  );
  const addressOf = (attributes = "") => /\baction="([^"]*)"/.exec(attributes)?.[1];
  const form =
    posts.find(([, attributes]) => decode(addressOf(attributes) ?? "") === action) ??
    posts.find(([, attributes]) => addressOf(attributes) === undefined);
  if (!form) throw new Error(`No form on this page is posted to ${action}.`);
  return [...form[0].matchAll(/<(input|textarea)\b([^>]*)>(?:([^<]*)<\/textarea>)?/g)].flatMap(
    ([, , attributes = "", text]) => {
      const name = /\bname="([^"]*)"/.exec(attributes)?.[1];
      if (name === undefined) return [];
      const value = text ?? /\bvalue="([^"]*)"/.exec(attributes)?.[1] ?? "";
      return [[decode(name), decode(value)]];
    },
  );
}

function decode(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
