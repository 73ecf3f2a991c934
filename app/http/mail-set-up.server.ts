import { environment } from "#app/env.server.ts";

/** Whether this installation can send mail; where it cannot, pages say what to do instead. */
export function isMailSetUp(): boolean {
  return environment().SMTP_URL !== undefined;
}
