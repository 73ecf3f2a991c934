import type { Refusal } from "#app/http/form-answer.ts";
import { paths, type TeamStep } from "#app/http/paths.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { plural } from "#app/ui/plural.ts";
import { SettingsPage } from "./settings-page.tsx";

type TeamStepPageProps = {
  org: string;
  id: string;
  step: Exclude<TeamStep, "name">;
  title: string;
  /** Active members. */
  members: number;
  /** Why it cannot be done now. */
  why: string | null;
  refused: Refusal | undefined;
};

const WORDS: Record<TeamStepPageProps["step"], { verb: string; effects: (members: number) => string[] }> = {
  archival: {
    verb: "Archive team",
    effects: () => [
      "Nobody asks for access for it, joins it or is invited into it any more.",
      "It has no grant that counts, so nothing stops working.",
      "It can be taken out of the archive again.",
    ],
  },
  restoration: {
    verb: "Take out of the archive",
    effects: (members) => [
      plural(members, {
        zero: "Nobody is in it.",
        one: "It comes back with its # member.",
        other: "It comes back with its # members.",
      }),
      "It can be asked for and granted to again.",
    ],
  },
  deletion: {
    verb: "Delete team",
    effects: (members) => [
      plural(members, {
        zero: "Nobody is in it.",
        one: "# member is in it no more.",
        other: "# members are in it no more.",
      }),
      "The audit keeps that it existed.",
    ],
  },
};

/** Asks before a team is archived, taken back or deleted; says why when the state forbids it. */
export function TeamStepPage({ org, id, step, title, members, why, refused }: TeamStepPageProps) {
  const { verb, effects } = WORDS[step];
  const back = paths.teamStep(org, id, "name");
  return (
    <SettingsPage part="teams" title={title}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        {why && !refused ? (
          <Banner kind="warning" action={<ButtonLink href={back}>Back</ButtonLink>}>
            {why}
          </Banner>
        ) : null}
        {why ? null : (
          <ConfirmForm
            action={paths.teamStep(org, id, step)}
            effects={effects(members)}
            verb={verb}
            danger={step === "deletion"}
            cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
          />
        )}
      </div>
    </SettingsPage>
  );
}
