import { paths } from "#app/http/paths.ts";
import type { KeptForm } from "#app/http/trouble.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { KeptFields } from "./kept-fields.tsx";

type ProviderProofProps = { to: string; at: string; kept?: KeptForm };

/** For who came through a provider: it asks them again in another window, while the form waits in this one. */
export function ProviderProof({ to, at, kept }: ProviderProofProps) {
  const provider = paths.openidProof(at, to);
  if (!kept) {
    return (
      <div className="action-bar">
        <ButtonLink href={provider} kind="primary" data-reload="">
          Go to your organization's provider
        </ButtonLink>
      </div>
    );
  }
  return (
    <>
      <p>Sign in again at your organization's provider, in a new window. Then come back to this one.</p>
      <form method="post" action={kept.action} className="action-bar">
        <KeptFields kept={kept} />
        <ButtonLink href={provider} target="_blank">
          Go to the provider
        </ButtonLink>
        <Button kind="primary">I have done so: send it</Button>
      </form>
    </>
  );
}
