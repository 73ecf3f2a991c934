import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SecretOnce } from "#app/ui/secret-once.tsx";

type InvitationLinkProps = {
  shown: { email: string; link: string; expiresAt: Date };
  sendsMail: boolean;
  continueHref: string;
  now: Date;
  zone: string;
};

/** The link of a new invitation, once, with what happens to the mail. */
export function InvitationLink({ shown, sendsMail, continueHref, now, zone }: InvitationLinkProps) {
  return (
    <SecretOnce id="link" label={`Link for ${shown.email}`} secret={shown.link} continueHref={continueHref}>
      <p className="hint">
        {sendsMail
          ? `A mail with a link of its own is on its way to ${shown.email}. You need this one only if it does not arrive.`
          : "Mail is not set up here: send this link to the person yourself."}
      </p>
      <p className="hint">
        Whoever opens it first joins as that person. It ends{" "}
        <RelativeTime at={shown.expiresAt} now={now} zone={zone} exact />.
      </p>
    </SecretOnce>
  );
}
