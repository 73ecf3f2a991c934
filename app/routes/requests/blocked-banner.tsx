import { Banner } from "#app/ui/banner.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";

/** Said wherever access to a blocked server is asked for or decided: a grant does not lift a block. */
export function BlockedBanner({ reason }: { reason: string }) {
  return (
    <div className="mb-6">
      <Banner kind="warning">
        This server is blocked, so its calls are refused whatever is granted, until the block is lifted.
        Reason: <SafeText text={reason} quoted />
      </Banner>
    </div>
  );
}
