import { z } from "zod";
import { FetchRefused } from "#app/connectors/fetch-refused.ts";
import type { GuardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import { askJson } from "#app/connectors/registries/ask-json.server.ts";
import { retryTime } from "#app/connectors/retry-time.ts";
import { troubleWords } from "#app/connectors/trouble-words.ts";
import { absent, couldNot, type Looked } from "#app/domain/packages/looked.ts";
import type { RegistryKey } from "#app/domain/packages/npm/check-signature.server.ts";
import type { Packument } from "#app/domain/packages/npm/packument.ts";
import { readPackument } from "#app/domain/packages/npm/read-packument.ts";

export type NpmRegistry = {
  /** Everything the registry says of a package. */
  whole: (name: string) => Promise<Looked<Packument>>;
  /** What is needed to install it: smaller, without times, maintainers and licence. */
  short: (name: string) => Promise<Looked<Packument>>;
  /** The public keys it signs with, past ones too; null: they cannot be read. */
  keys: () => Promise<RegistryKey[] | null>;
  /** The records of a release's build it keeps. */
  attestations: (name: string, version: string) => Promise<Looked<unknown>>;
};

const Keys = z.object({
  keys: z
    .array(
      z.object({
        keyid: z.string().max(200),
        key: z.string().max(2_000),
        expires: z.iso.datetime({ offset: true }).nullable().default(null),
      }),
    )
    .max(100),
});

const SHORT = "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8";
/** A registry that has no short form answers the whole one to the same question. */
const SHORT_TYPE = /^application\/vnd\.npm\.install-v1\+json\b/i;

/**
 * A registry that speaks npm's protocol (npm registry API, "Get package metadata").
 * @param base address without a slash at its end
 */
export function npmRegistry(reach: GuardedFetch, base: string, now: () => Date): NpmRegistry {
  // a scope's slash is escaped, its @ is not
  const escaped = (name: string) => encodeURIComponent(name).replace(/^%40/, "@");
  const read = async (name: string, accept: string): Promise<Looked<Packument>> => {
    const address = `${base}/${escaped(name)}`;
    try {
      const answer = await reach(address, { redirect: "follow", headers: { Accept: accept } });
      if (answer.status === 404 || answer.status === 410) return absent("The registry has no such package.");
      if (answer.status === 429 || answer.status === 503)
        return couldNot("The registry is busy and asks to wait.", retryTime(answer.headers, now()));
      if (answer.status === 401 || answer.status === 403)
        return couldNot("The registry does not let us look.");
      if (answer.status !== 200) return couldNot(`The registry answered ${answer.status}.`);
      const form = SHORT_TYPE.test(answer.headers.get("content-type") ?? "") ? "short" : "whole";
      return readPackument(name, JSON.parse(await answer.text()), now(), form);
    } catch (error) {
      if (error instanceof FetchRefused) return couldNot(troubleWords("The registry", error.why));
      if (error instanceof SyntaxError) return couldNot("The registry answered something that is no JSON.");
      throw error;
    }
  };
  return {
    whole: (name) => read(name, "application/json"),
    short: (name) => read(name, SHORT),
    keys: () => publishedKeys(reach, base, now()),
    // asked where the package was, and not where the package says
    attestations: (name, version) =>
      askJson(
        reach,
        "The registry",
        `${base}/-/npm/v1/attestations/${escaped(name)}@${encodeURIComponent(version)}`,
        { now: now() },
      ),
  };
}

async function publishedKeys(reach: GuardedFetch, base: string, now: Date): Promise<RegistryKey[] | null> {
  const answer = await askJson(reach, "The registry", `${base}/-/npm/v1/keys`, { now });
  const parsed = answer.ok ? Keys.safeParse(answer.value) : undefined;
  return parsed?.success ? parsed.data.keys : null;
}
