import { type DeletionStep, paths } from "#app/http/paths.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { SettingsPage } from "./settings-page.tsx";

type DeletionStepPageProps = {
  org: string;
  title: string;
  step: DeletionStep;
  refused: string | undefined;
  /** Undefined when there is none: `why` stands there instead. */
  deletionId: string | undefined;
  isMine?: boolean | undefined;
  why: string;
  effects: readonly string[];
  verb: string;
  danger?: boolean;
};

/** Confirming or cancelling the deletion that was looked at. */
export function DeletionStepPage(props: DeletionStepPageProps) {
  const { org, title, step, refused, deletionId, isMine, why, effects, verb, danger } = props;
  const back = <ButtonLink href={paths.deleteOrganization(org)}>Back</ButtonLink>;
  return (
    <SettingsPage part="organization" title={title}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused}</Banner> : null}
        {deletionId && !isMine ? (
          <ConfirmForm
            action={paths.deleteOrganization(org, step)}
            hidden={{ deletionId }}
            effects={effects}
            verb={verb}
            danger={danger ?? false}
            cancel={back}
          />
        ) : (
          <Banner kind="warning" action={back}>
            {why}
          </Banner>
        )}
      </div>
    </SettingsPage>
  );
}
