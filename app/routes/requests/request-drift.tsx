import { paths } from "#app/http/paths.ts";
import { DriftedTools, WholeChanges } from "#app/routes/catalog/server-drift-tools.tsx";
import { driftSentence } from "#app/routes/catalog/server-drift-words.ts";
import { Banner } from "#app/ui/banner.tsx";
import { plural } from "#app/ui/plural.ts";
import { Section } from "#app/ui/section.tsx";
import type { RequestPage } from "./request-page.server.ts";

/** What the server changed to since it was approved: all of it where that is asked about, else a line. */
export function RequestDrift({ page }: { page: RequestPage }) {
  return page.request.kind === "drift" ? <DriftDifference page={page} /> : <DriftNotice page={page} />;
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
      {drift.whole.length > 0 ? <WholeChanges changes={drift.whole} /> : null}
      <DriftedTools rows={drift.rows} />
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
        {plural(changed, { one: "# tool changed", other: "# tools changed" })}. An approval by role accepts
        them for everybody who has this server; one by a team lead does not.
      </Banner>
    </div>
  );
}
