import { Invalid } from "#app/domain/errors.ts";
import { hashPassword } from "#app/domain/identity/password.server.ts";
import { whyNotPassword } from "#app/domain/identity/password-rules.ts";

/** The hash of a password that somebody chose. Throws Invalid, naming the field, when it is too short, common or about them. */
export async function hashNewPassword(
  password: string,
  owner: { email: string; name: string },
): Promise<string> {
  const why = whyNotPassword(password, owner);
  if (why) throw new Invalid("The password was not set. Choose another one.", { password: [why] });
  return hashPassword(password);
}
