import { useLoaderData } from "@remix-run/react";
import { NotFound } from "#app/domain/errors.ts";
import {
  listInstallations,
  listServersInUse,
  listTeamsInUse,
} from "#app/domain/inventory/inventory-queries.server.ts";
import { getCoverage } from "#app/domain/overview/coverage-queries.server.ts";
import { getOverview } from "#app/domain/overview/overview-queries.server.ts";
import { listQueue } from "#app/domain/requests/request-queries.server.ts";
import { environment } from "#app/env.server.ts";
import type { PageCtx } from "#app/http/context.server.ts";
import { memberLoader } from "#app/http/respond.server.ts";

const FIFTY = { page: 1, perPage: 50 as const, sort: "need" };

/** The rows each measured page is about, by its name in the address. */
const LISTS: Record<string, (ctx: PageCtx, url: URL) => Promise<{ rows: readonly object[] }>> = {
  overview: async (ctx) => {
    const { unapproved, ending, findings, next } = await getOverview(ctx);
    const teams = await listTeamsInUse(ctx, {}, { page: 1, perPage: 8 });
    const { days } = await getCoverage(ctx, {});
    return { rows: [...next, ...findings, ...unapproved.rows, ...ending.rows, ...teams.rows, ...days] };
  },
  inventory: (ctx) => listServersInUse(ctx, {}, FIFTY),
  approvals: (ctx) => listQueue(ctx, { limit: 50 }),
  servers: (ctx, url) =>
    listInstallations(ctx, { server: url.searchParams.get("server") ?? undefined }, FIFTY),
};

/** What `npm run bench -- pages` holds pages against: the same rows without layout. Absent outside of it. */
export const loader = memberLoader(async (ctx, { params, url }) => {
  const name = params.page ?? "";
  const list = Object.hasOwn(LISTS, name) ? LISTS[name] : undefined;
  if (!list || !environment().CASTELLAN_BENCH) throw new NotFound("page");
  const { rows } = await list(ctx, url);
  return { rows };
});

export default function Floor() {
  const { rows } = useLoaderData<typeof loader>();
  return (
    <table>
      <tbody>
        {rows.map((row, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows never move
          <tr key={place}>
            {Object.entries(row).map(([name, value]) => (
              <td key={name}>{typeof value === "string" ? value : JSON.stringify(value)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
