import { paths } from "#app/http/paths.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { formatDay, type Instant } from "#app/ui/format-time.ts";

type DeletionBannerProps = {
  org: string;
  zone: string;
  deletion: { state: string; requestedBy: string; isMine: boolean; lapsesAt: Instant; dueAt: Instant | null };
};

/** What every owner sees on every page while the organization may be deleted. */
export function DeletionBanner({ org, zone, deletion }: DeletionBannerProps) {
  const { requestedBy, isMine, lapsesAt, dueAt } = deletion;
  return (
    <Banner
      kind={dueAt ? "problem" : "warning"}
      action={<ButtonLink href={paths.deleteOrganization(org)}>Look at it</ButtonLink>}
    >
      {dueAt
        ? `This organization is deleted on ${formatDay(dueAt, zone)}, with everything in it. Any owner can cancel until then.`
        : `${isMine ? "You ask" : `${requestedBy} asks`} to delete this organization. It is void unless another owner confirms it until ${formatDay(lapsesAt, zone)}.`}
    </Banner>
  );
}
