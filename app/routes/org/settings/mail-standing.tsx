import type { MailStanding } from "#app/domain/notifications/notice-preference-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { Banner } from "#app/ui/banner.tsx";
import { Button } from "#app/ui/button.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";

type MailStandingBannerProps = {
  org: string;
  zone: string;
  now: Date;
  me: string;
  isDemo: boolean;
  isOwner: boolean;
  standing: MailStanding;
};

/** Why no mail reaches this person, as far as it was seen; nothing while nothing stands in the way. */
export function MailStandingBanner({
  org,
  zone,
  now,
  me,
  isDemo,
  isOwner,
  standing,
}: MailStandingBannerProps) {
  if (isDemo) return <Banner kind="info">This is demo data: nobody is mailed from here.</Banner>;
  const { refusal, newest, address } = standing;
  if (refusal) {
    return (
      <Banner
        kind="warning"
        action={
          <form method="post" action={paths.liftMailRefusal(org, me)}>
            <Button>Try again</Button>
          </form>
        }
      >
        Mail to {address} was refused <RelativeTime at={refusal.refusedAt} now={now} zone={zone} /> (
        {refusal.why}), so none is sent there. Have the address changed, or try again.
      </Banner>
    );
  }
  if (newest?.outcome !== "not_set_up") return null;
  return (
    <Banner kind="warning">
      Castellan could not send mail <RelativeTime at={newest.at} now={now} zone={zone} />: no mail server is
      set up. Notices stand in the product all the same.{" "}
      {isOwner ? "Whoever runs this installation sets SMTP_URL and MAIL_FROM." : "Owners see this too."}
    </Banner>
  );
}
