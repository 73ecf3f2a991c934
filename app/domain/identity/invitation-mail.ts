import type { Mail } from "#app/domain/mail.ts";

type Facts = {
  email: string;
  name: string;
  role: string;
  organization: string;
  link: string;
  expiresAt: Date;
};

/** The mail with an invitation's link. Whoever invited is not named: a name in a stranger's mail persuades too well. */
export function invitationMail(facts: Facts): Mail {
  const day = facts.expiresAt.toISOString().slice(0, 10);
  return {
    to: facts.email,
    subject: `Join ${facts.organization} on Castellan`,
    text: [
      `Hello ${facts.name},`,
      "",
      `you are invited to ${facts.organization} as ${facts.role}. Castellan is where it decides which MCP servers its people use.`,
      "",
      "Open this link and accept:",
      facts.link,
      "",
      `It works once, until ${day}, for ${facts.email} alone. Do not forward it.`,
      "If you did not expect this, do nothing: without you it ends by itself.",
      "",
    ].join("\n"),
  };
}
