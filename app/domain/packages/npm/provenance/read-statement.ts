import { z } from "zod";
import { jsonIn } from "#app/domain/json-text.ts";

/** What a record of a build says it is about. */
export type BuildStatement = {
  subjects: { name: string; sha512: string | null; sha256: string | null }[];
  predicateType: string;
  repository: string | null;
  commit: string | null;
};

const Statement = z.object({
  _type: z.enum(["https://in-toto.io/Statement/v0.1", "https://in-toto.io/Statement/v1"]),
  subject: z
    .array(z.object({ name: z.string().max(1_000), digest: z.record(z.string(), z.string()) }))
    .min(1)
    .max(100),
  predicateType: z.string().max(500),
  predicate: z.unknown(),
});

export const SLSA_1 = "https://slsa.dev/provenance/v1";
export const SLSA_02 = "https://slsa.dev/provenance/v0.2";

const Slsa1 = z.object({
  buildDefinition: z.object({
    externalParameters: z.object({
      workflow: z.object({ repository: z.string() }).optional(),
      source: z.string().optional(),
    }),
    resolvedDependencies: z
      .array(z.object({ uri: z.string().optional(), digest: z.record(z.string(), z.string()).optional() }))
      .optional(),
  }),
});
const Slsa02 = z.object({
  invocation: z.object({
    configSource: z.object({ uri: z.string(), digest: z.record(z.string(), z.string()).optional() }),
  }),
});

const PAYLOAD_TYPE = "application/vnd.in-toto+json";

/** What a signed envelope states; undefined when that is no statement of in-toto. */
export function readStatement(envelope: {
  payload: Buffer;
  payloadType: string;
}): BuildStatement | undefined {
  const { payload, payloadType } = envelope;
  if (payloadType !== PAYLOAD_TYPE) return undefined;
  const read = Statement.safeParse(jsonIn(payload.toString("utf8")));
  if (!read.success) return undefined;
  const { subject, predicateType, predicate } = read.data;
  const subjects = subject.map(({ name, digest }) => ({
    name,
    sha512: digest.sha512 ?? null,
    sha256: digest.sha256 ?? null,
  }));
  return { subjects, predicateType, ...sourceOf(predicateType, predicate) };
}

function sourceOf(type: string, predicate: unknown): Pick<BuildStatement, "repository" | "commit"> {
  if (type === SLSA_1) {
    const build = Slsa1.safeParse(predicate).data?.buildDefinition;
    const { workflow, source } = build?.externalParameters ?? {};
    const digests = build?.resolvedDependencies?.map(({ digest }) => digest?.gitCommit ?? digest?.sha1);
    return {
      repository: workflow?.repository ?? source ?? null,
      commit: digests?.find((commit) => commit !== undefined) ?? null,
    };
  }
  const source = Slsa02.safeParse(predicate).data?.invocation.configSource;
  return { repository: source?.uri ?? null, commit: source?.digest?.sha1 ?? null };
}
