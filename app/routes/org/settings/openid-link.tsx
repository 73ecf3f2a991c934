import { paths } from "#app/http/paths.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";

type OpenidLinkProps = {
  org: string;
  zone: string;
  now: Date;
  member: { id: string; role: string };
  mayMakeOwners: boolean;
  link: { issuer: string; linkedAt: Date; lastUsedAt: Date };
};

/** That a member comes through the provider, and the way to take the link away. */
export function OpenidLink({ org, zone, now, member, mayMakeOwners, link }: OpenidLinkProps) {
  const mayUnlink = mayMakeOwners || member.role !== "owner";
  return (
    <Section
      title="Sign-in through the provider"
      intro={
        <>
          Linked to {new URL(link.issuer).host} <RelativeTime at={link.linkedAt} now={now} zone={zone} />,
          last used <RelativeTime at={link.lastUsedAt} now={now} zone={zone} />.
        </>
      }
    >
      {mayUnlink ? (
        <ButtonLink href={paths.unlinkOpenid(org, member.id)}>Unlink…</ButtonLink>
      ) : (
        <p className="text-muted">Only an owner can unlink an owner.</p>
      )}
    </Section>
  );
}
