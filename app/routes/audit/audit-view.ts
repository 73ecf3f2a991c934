import { z } from "zod";
import { AuditFilter, AuditPage } from "#app/domain/audit/audit-inputs.ts";

export const RANGES = [
  { value: "1", label: "Last 24 hours" },
  { value: "7", label: "Last 7 days" },
  { value: "30", label: "Last 30 days" },
  { value: "90", label: "Last 90 days" },
] as const;

const DAY_MS = 86_400_000;
const EVENTS_PER_PAGE = 50;
const FILTERS = ["actor", "verb", "target", "range", "from", "to"] as const;

export type AuditView = {
  filter: AuditFilter;
  page: AuditPage;
  /** What the address says, for the form's own fields. */
  asked: Partial<Record<(typeof FILTERS)[number], string>>;
  event: string | undefined;
  /** Why the address cannot be carried out; nothing matches then. */
  problem: string | undefined;
};

/** What the address of the audit page asks for. Days are UTC days; `to` is the last day counted. */
export function readAuditView(url: URL, now: Date): AuditView {
  const asked: AuditView["asked"] = {};
  for (const name of FILTERS) {
    const text = url.searchParams.get(name)?.trim();
    if (text) asked[name] = text;
  }
  const read = AuditFilter.safeParse({
    ...(asked.actor ? { actor: asked.actor } : {}),
    ...(asked.verb ? { verb: asked.verb } : {}),
    ...(asked.target ? { target: asked.target } : {}),
    ...instants(asked, now),
  });
  const page = AuditPage.safeParse({
    limit: EVENTS_PER_PAGE,
    ...(url.searchParams.has("cursor") ? { cursor: url.searchParams.get("cursor") } : {}),
  });
  return {
    filter: read.data ?? {},
    page: page.data ?? { limit: EVENTS_PER_PAGE },
    asked,
    event: z.uuid().safeParse(url.searchParams.get("event")).data,
    problem: read.success && page.success ? undefined : problemOf(read.error?.issues[0]?.path[0]),
  };
}

function instants(asked: AuditView["asked"], now: Date): { from?: string; to?: string } {
  const days = RANGES.find((range) => range.value === asked.range)?.value;
  const from = days ? new Date(now.getTime() - Number(days) * DAY_MS).toISOString() : undefined;
  return {
    ...(from ? { from } : {}),
    ...(asked.from ? { from: `${asked.from}T00:00:00Z` } : {}),
    ...(asked.to ? { to: dayAfter(asked.to) } : {}),
  };
}

function dayAfter(day: string): string {
  const start = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(start) ? day : new Date(start + DAY_MS).toISOString();
}

function problemOf(field: PropertyKey | undefined): string {
  if (field === "target") return "An object is found by its whole id, as its page or an event shows it.";
  if (field === "from" || field === "to") return "A day is written 2026-11-23.";
  return "The address of this page names something that does not exist.";
}

/** The same view with some parameters changed; undefined takes one away. */
export function auditHref(
  base: string,
  current: URLSearchParams,
  changes: Record<string, string | undefined>,
): string {
  const next = new URLSearchParams(current);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) next.delete(name);
    else next.set(name, value);
  }
  return next.size > 0 ? `${base}?${next}` : base;
}
