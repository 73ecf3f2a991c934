import { CHANGE_KINDS } from "#app/domain/catalog/drift/drift-words.ts";
import { paths } from "#app/http/paths.ts";
import { DriftedTools, WholeChanges } from "#app/routes/catalog/server-drift-tools.tsx";
import { driftSentence } from "#app/routes/catalog/server-drift-words.ts";
import { launchDiffFields } from "#app/routes/inventory/launch-diff-fields.ts";
import { CLASS_LOOKS } from "#app/routes/org/settings/drift-words.ts";
import { Banner } from "#app/ui/banner.tsx";
import { DiffView } from "#app/ui/diff-view.tsx";
import { plural } from "#app/ui/plural.ts";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { DecidedDrift } from "./decided-drift.tsx";
import type { RequestPage } from "./request-page.server.ts";

/** What the server changed to since it was approved: all of it where that is asked about, else a line. */
export function RequestDrift({ page }: { page: RequestPage }) {
  const { request } = page;
  if (request.launchDrift) return <LaunchCompared page={page} drift={request.launchDrift} />;
  if (request.kind === "access") return <DriftNotice page={page} />;
  if (request.decidedOn?.drift) return <DecidedDrift drift={request.decidedOn.drift} page={page} />;
  return <DriftDifference page={page} />;
}

/** What is to be accepted, tool by tool, while it is not decided. */
function DriftDifference({ page: { drift, org, request } }: { page: RequestPage }) {
  if (!drift || request.decision) return null;
  return (
    <Section
      title="What changed"
      intro={`${driftSentence(drift)}${drift.nextCursor ? " The first of them are shown." : ""}`}
      actions={
        <a className="link" href={paths.serverDrift(org, request.server.id)}>
          See every difference
        </a>
      }
    >
      {drift.whole.length > 0 ? <WholeChanges changes={drift.whole} fields={drift.besideFields} /> : null}
      <DriftedTools rows={drift.rows} />
    </Section>
  );
}

type LaunchProps = { page: RequestPage; drift: NonNullable<RequestPage["request"]["launchDrift"]> };

/** How the installation was started when that was approved, beside how it is, or was when this was decided. */
function LaunchCompared({ page: { org, request }, drift }: LaunchProps) {
  const fields = launchDiffFields(drift.before, drift.after);
  return (
    <Section
      title="What changed"
      intro={
        request.decision
          ? "As it was compared when this was decided."
          : "How it was started when that was approved, and how it is started now. Values are never shown."
      }
      actions={
        <a className="link" href={paths.installation(org, drift.installationId)}>
          See the installation
        </a>
      }
    >
      <p className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <span>{CHANGE_KINDS[drift.change]}</span>
        <Status look={CLASS_LOOKS[drift.class]} />
        {drift.change === "package_changed" ? (
          <a className="link" href={paths.server(org, drift.foundServerId)}>
            See what stands there now
          </a>
        ) : null}
      </p>
      {fields.length > 0 ? (
        <DiffView fields={fields} />
      ) : (
        <p className="text-muted">How it was started is not kept any more.</p>
      )}
    </Section>
  );
}

function DriftNotice({ page: { request, org } }: { page: RequestPage }) {
  if (!request.manifest?.isConfirmed || request.pinnedNames.length === 0) return null;
  const added = request.tools.filter((tool) => tool.pinnedHash === null).length;
  const changed = request.tools.filter((tool) => tool.pinnedHash && tool.pinnedHash !== tool.hash).length;
  if (added + changed === 0) return null;
  return (
    <div className="mb-6">
      <Banner
        kind="drift"
        action={
          <a className="link" href={`${paths.server(org, request.server.id)}?tab=tools`}>
            See the difference
          </a>
        }
      >
        Since the last approval: {plural(added, { one: "# tool added", other: "# tools added" })},{" "}
        {plural(changed, { one: "# tool changed", other: "# tools changed" })}.{" "}
        {request.acceptsDrift
          ? "Approving accepts them: nobody else has this server now."
          : "Approving this does not accept them; they are decided in a request of their own."}
      </Banner>
    </div>
  );
}
