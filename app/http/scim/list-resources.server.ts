import SCIMMY from "scimmy";
import { listGroups } from "#app/domain/provisioning/group-queries.server.ts";
import { listPersons } from "#app/domain/provisioning/person-queries.server.ts";
import { publicUrl } from "#app/env.server.ts";
import { groupFilter, personFilter } from "./resource-filters.server.ts";
import { groupOf, userOf } from "./resource-shapes.ts";
import type { ScimCall, scimTypes } from "./scim-types.server.ts";

const PAGE = 100;
const LARGEST_PAGE = 200;

type Kinds = ReturnType<typeof scimTypes>["Resources"];

/** A row as it is answered, with the attributes that were asked for. */
export function shapedAs(
  Kind: Kinds["User"] | Kinds["Group"],
  noun: "Users" | "Groups",
  row: object,
  config: Record<string, string>,
) {
  const { attributes } = new Kind(undefined, config);
  return new Kind.schema(row, "out", `${publicUrl()}/scim/v2/${noun}`, attributes);
}

/** One page of a list, in the order people and teams came; `startIndex` from 1. */
export async function listResources(
  Kind: Kinds["User"] | Kinds["Group"],
  noun: "Users" | "Groups",
  call: ScimCall,
  params: URLSearchParams,
  config: Record<string, string>,
) {
  const startIndex = Math.max(1, whole(params, "startIndex") ?? 1);
  const limit = Math.min(LARGEST_PAGE, Math.max(0, whole(params, "count") ?? PAGE));
  const page = { offset: startIndex - 1, limit };
  const text = params.get("filter");
  const shape = (row: object) => shapedAs(Kind, noun, row, config);
  const wantsMembers = !/\bmembers\b/i.test(config.excludedAttributes ?? "");
  const found =
    noun === "Users"
      ? await listPersons(call.ctx, personFilter(text), page).then(({ rows, total }) => ({
          total,
          rows: rows.map(userOf),
        }))
      : await listGroups(call.ctx, groupFilter(text), { ...page, members: wantsMembers }).then(
          ({ rows, total }) => ({
            total,
            rows: rows.map(groupOf),
          }),
        );
  return {
    schemas: [SCIMMY.Messages.ListResponse.id],
    totalResults: found.total,
    startIndex,
    itemsPerPage: found.rows.length,
    Resources: found.rows.map(shape),
  };
}

function whole(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name);
  if (text === null) return undefined;
  if (/^-?\d{1,7}$/.test(text)) return Number(text);
  throw new SCIMMY.Types.Error(400, "invalidValue", `${name} is not a whole number.`);
}
