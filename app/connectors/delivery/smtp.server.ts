import { createTransport } from "nodemailer";
import type { Deliver, Delivery, Mail } from "#app/domain/mail.ts";

const TIMEOUT_MS = 15_000;

/**
 * Sends mail through one SMTP server. `url` is smtp://user:password@host:port or smtps://…; undefined: nothing is sent.
 * @param from the sender of every mail, e.g. "Castellan <castellan@your.domain>"
 */
export function smtpDelivery(url: string | undefined, from: string): Deliver {
  if (!url) return async () => ({ outcome: "not_set_up" });
  const transport = createTransport(
    {
      url,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  return async (mail: Mail): Promise<Delivery> => {
    try {
      await transport.sendMail({
        to: { name: "", address: mail.to },
        subject: oneLine(mail.subject),
        text: mail.text,
        headers: { "Auto-Submitted": "auto-generated" },
        ...(mail.id ? { messageId: mail.id } : {}),
        ...(mail.preferences ? { list: { unsubscribe: mail.preferences } } : {}),
      });
      return { outcome: "accepted" };
    } catch (error) {
      const code = responseCodeOf(error);
      if (code >= 500 && code < 600) return { outcome: "refused", why: `SMTP ${code}` };
      throw error;
    }
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function responseCodeOf(error: unknown): number {
  if (typeof error !== "object" || error === null || !("responseCode" in error)) return 0;
  return Number(error.responseCode) || 0;
}
