import { z } from "zod";

/** Hosts of repositories whose interface takes a token. */
export const TOKEN_HOSTS = ["github", "gitlab"] as const;
export type TokenHost = (typeof TOKEN_HOSTS)[number];

export const SetRepositoryTokenInput = z.strictObject({
  host: z.enum(TOKEN_HOSTS, "Choose whose token it is."),
  /** The token: sealed, and shown nowhere again. */
  secret: z
    .string()
    .trim()
    .min(8, "Enter the token as its host shows it.")
    .max(500, "A token has at most 500 characters.")
    .regex(/^[\x21-\x7e]+$/, "A token holds no blanks and no letters with accents."),
});
export type SetRepositoryTokenInput = z.infer<typeof SetRepositoryTokenInput>;

/** A host that is none has no token: it is not found. */
export const ForgetRepositoryTokenInput = z.strictObject({ host: z.string().max(40) });
export type ForgetRepositoryTokenInput = z.infer<typeof ForgetRepositoryTokenInput>;

/** What the sealed secret of a host is called. */
export function tokenKind(host: TokenHost): string {
  return `repository_token.${host}`;
}
