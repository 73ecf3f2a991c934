import { redirect } from "@remix-run/node";
import { z } from "zod";
import { askAddressProof } from "#app/domain/identity/verify-address.server.ts";
import { accountForm } from "#app/http/form.server.ts";
import { paths } from "#app/http/paths.ts";
import { countTry } from "#app/http/sign-in-limits.server.ts";

/** Mails the link by which one's own address is verified, again. */
export const action = accountForm({
  input: z.strictObject({}),
  run: async (ctx) => {
    await countTry(ctx, ctx.account.accountId, "address-mail");
    await askAddressProof(ctx, ctx.account.accountId);
  },
  done: (ctx) => ({ to: paths.account(), say: `A link is on its way to ${ctx.account.email}.` }),
});

export const loader = () => redirect(paths.account());

/** Never drawn; with it, errors are shown as a page and not as JSON. */
export default function AddressProof() {
  return null;
}
