import type { ServerDetail } from "#app/domain/inventory/server-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { Banner } from "#app/ui/banner.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import type { ShownDrift } from "./server-drift-words.ts";

type ServerBannerProps = {
  org: string;
  server: ServerDetail;
  drift: ShownDrift | null;
  mayConfirm: boolean;
  now: Date;
  zone: string;
};

/** At most one: a block, else drift, else a newer list of tools that waits to be confirmed. */
export function ServerBanner({ org, server, drift, mayConfirm, now, zone }: ServerBannerProps) {
  const banner = bannerOf({ org, server, drift, mayConfirm, now, zone });
  return banner ? <div className="mb-4">{banner}</div> : null;
}

function bannerOf({ org, server, drift, mayConfirm, now, zone }: ServerBannerProps) {
  if (server.block) {
    return (
      <Banner kind="problem">
        Blocked by {server.block.by} <RelativeTime at={server.block.blockedAt} now={now} zone={zone} />. Every
        call to it is refused. Reason: <SafeText text={server.block.reason} quoted />
      </Banner>
    );
  }
  if (drift) {
    return (
      <Banner
        kind="drift"
        action={
          <a className="link" href={paths.serverDrift(org, server.id)}>
            See the difference
          </a>
        }
      >
        Since approval: {drift.sentence}
      </Banner>
    );
  }
  const waiting =
    server.unconfirmed ?? (server.manifest && !server.manifest.isConfirmed ? server.manifest : null);
  if (waiting && mayConfirm) {
    return (
      <Banner
        kind="info"
        action={
          <a className="link" href={paths.manifest(org, server.id, waiting.id)}>
            Look and confirm
          </a>
        }
      >
        {waiting.reportedBy} reported its tools <RelativeTime at={waiting.observedAt} now={now} zone={zone} />
        . Nobody has confirmed them yet.
      </Banner>
    );
  }
  return null;
}
