import { recordLook } from "#app/domain/catalog/record-look.server.ts";
import { acceptFinding } from "#app/domain/inventory/accept-finding.server.ts";
import { listFindings } from "#app/domain/inventory/finding-list-queries.server.ts";
import { identityOf } from "./demo-config.ts";
import type { DemoWorld, Moment } from "./demo-world.server.ts";

/** What security could not see, and a risk they took for a while. */
export function tendRisks(world: DemoWorld): Moment[] {
  return [
    { at: 24, run: () => lookInVain(world, 24) },
    { at: 12, run: () => takeRisk(world, 12) },
  ];
}

async function lookInVain(world: DemoWorld, at: number): Promise<void> {
  await recordLook(world.as("priya", at), {
    identity: identityOf("figma"),
    reason: "It ended before it listed anything: it demands FIGMA_API_KEY.",
    needs: ["FIGMA_API_KEY"],
  });
}

async function takeRisk(world: DemoWorld, at: number): Promise<void> {
  const priya = world.as("priya", at);
  const homes = { rule: "home-mounted", state: "open" } as const;
  const { rows } = await listFindings(priya, homes, { limit: 100, offset: 0 });
  const grafana = rows.find(({ identity }) => identity === identityOf("grafana"));
  if (!grafana) throw new Error("The demo organization hands no home folder to Grafana.");
  await acceptFinding(priya, {
    findingId: grafana.id,
    reach: "finding",
    reason: "It reads dashboards from there. A narrower folder is being made.",
    endsAt: world.at(-48),
  });
}
