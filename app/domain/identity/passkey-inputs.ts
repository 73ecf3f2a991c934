import { z } from "zod";
import { isVisibleName, VISIBLE_ONLY } from "#app/domain/identity/visible-name.ts";

/** What a passkey's name is on its owner's pages. */
const PasskeyName = z
  .string()
  .trim()
  .min(1, "Give the passkey a name, such as the device it is on.")
  .max(60, "A name has at most 60 characters.")
  .refine(isVisibleName, VISIBLE_ONLY);

const Bytes = z
  .string()
  .max(16_000)
  .regex(/^[\w-]+$/);
const Id = z
  .string()
  .max(1_400)
  .regex(/^[\w-]+$/);

/** An authenticator's answer to `navigator.credentials.get`, as JSON (WebAuthn, section 5.1.8). */
export const SignedChallenge = z.object({
  id: Id,
  rawId: Id,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: Bytes,
    authenticatorData: Bytes,
    signature: Bytes,
    userHandle: z.string().max(200).optional(),
  }),
  // nothing is asked for, so nothing of it is read
  clientExtensionResults: z.unknown().transform(() => ({})),
});
export type SignedChallenge = z.output<typeof SignedChallenge>;

const TRANSPORTS = ["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"] as const;

/** An authenticator's answer to `navigator.credentials.create`, as JSON. */
export const NewCredential = z.object({
  id: Id,
  rawId: Id,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: Bytes,
    attestationObject: Bytes,
    transports: z
      .array(z.string().max(20))
      .max(10)
      .default([])
      .transform((given) => TRANSPORTS.filter((one) => given.includes(one))),
  }),
  clientExtensionResults: z.unknown().transform(() => ({})),
});
export type NewCredential = z.output<typeof NewCredential>;

const NOT_READ = "Your browser's answer could not be read. Nothing was changed. Try again.";

/** JSON in a form's field, as scripts put it there. */
export function jsonField<S extends z.ZodType>(shape: S) {
  return z
    .string()
    .max(40_000)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: NOT_READ });
        return z.NEVER;
      }
    })
    .pipe(shape);
}

export const NewPasskeyInput = z.strictObject({
  name: PasskeyName,
  passkey: jsonField(NewCredential).optional(),
});

export const RenamePasskeyInput = z.strictObject({ passkeyId: z.uuid(), name: PasskeyName });
