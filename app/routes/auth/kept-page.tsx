import type { KeptForm } from "#app/http/trouble.ts";
import { Button } from "#app/ui/button.tsx";
import { CardPage } from "#app/ui/layout/card-page.tsx";
import { KeptFields } from "./kept-fields.tsx";

type KeptPageProps = { kept: KeptForm; after?: "sign-in" | "proof" };

/** After signing in again, or a proof, in the middle of a form: one step back to it, with the text still there. */
export function KeptPage({ kept, after = "sign-in" }: KeptPageProps) {
  return (
    <CardPage
      title={after === "proof" ? "It is you" : "You are signed in again"}
      intro="What you typed is kept and nothing was sent yet. Continue to look at it and send it."
    >
      <form method="post" action={kept.action}>
        <input type="hidden" name="_kept" value={after} />
        <KeptFields kept={kept} />
        <div className="action-bar">
          <Button kind="primary">Continue</Button>
        </div>
      </form>
    </CardPage>
  );
}
