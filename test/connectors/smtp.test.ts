import { expect, test } from "vitest";
import { smtpDelivery } from "#app/connectors/delivery/smtp.server.ts";
import { openSmtp } from "#test/support/smtp.ts";

const smtp = openSmtp();
const mail = {
  to: "ana@example.test",
  subject: "A subject\r\nBcc: somebody@example.test",
  text: "Zeile ä 🏰",
};

test("a mail reaches a real SMTP server whole, and a line break in a subject adds no header", async () => {
  const deliver = smtpDelivery(smtp.url, "Castellan <castellan@example.test>");
  expect(await deliver(mail)).toEqual({ outcome: "accepted" });
  const got = smtp.inbox.at(-1);
  expect(got?.subject).toBe("A subject Bcc: somebody@example.test");
  expect(got?.text?.trim()).toBe("Zeile ä 🏰");
  expect(got?.from?.text).toContain("castellan@example.test");
  expect(got?.headers.has("bcc")).toBe(false);
});

test("an address the server refuses for good is told as refused, a passing refusal is thrown", async () => {
  const deliver = smtpDelivery(smtp.url, "castellan@example.test");
  smtp.refuse(mail.to, 550, "no such person");
  expect(await deliver(mail)).toEqual({ outcome: "refused", why: "SMTP 550" });
  smtp.refuse(mail.to, 451, "later");
  await expect(deliver(mail)).rejects.toThrow();
  smtp.accept(mail.to);
  expect(await deliver(mail)).toEqual({ outcome: "accepted" });
});

test("without an SMTP server nothing is sent and the caller is told so", async () => {
  expect(await smtpDelivery(undefined, "castellan@example.test")(mail)).toEqual({ outcome: "not_set_up" });
});
