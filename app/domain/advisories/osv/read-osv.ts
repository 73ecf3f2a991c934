import { z } from "zod";
import {
  type Advisory,
  type AdvisorySeverity,
  type AffectedPackage,
  EVENT_KINDS,
  RANGE_TYPES,
  type VersionRange,
} from "#app/domain/advisories/advisory-words.ts";
import { visibleText } from "#app/domain/inventory/visible-text.ts";
import { severityOfVector } from "./cvss.ts";
import { packageKey } from "./package-key.ts";

const MOST_PACKAGES = 500;
const MOST_RANGES = 100;
const MOST_EVENTS = 400;
const MOST_VERSIONS = 5_000;
const MOST_ALIASES = 50;

const Fields = z.record(z.string(), z.unknown());
const Text = z.string();
const OsvId = z.string().regex(/^[A-Za-z0-9][\w.:-]{0,99}$/);
/** From 1970 on: there are no advisories from before, and not every calendar has the year 0. */
const Time = z.string().refine((text) => /^\d{4}-\d\d-\d\dT/.test(text) && Date.parse(text) > 0);

export type ReadRecord = {
  /** Null when nothing of it can be used; `odd` says why. */
  advisory: Advisory | null;
  odd: string[];
};

/** One record of the OSV format (schema 1.x), leniently: what cannot be used is said, the rest is taken. */
export function readOsv(record: unknown): ReadRecord {
  const odd: string[] = [];
  const parsed = Fields.safeParse(record);
  const osvId = OsvId.safeParse(parsed.data?.id);
  if (!parsed.success || !osvId.success)
    return { advisory: null, odd: ["It has no id, so it is no advisory in the OSV format."] };
  const { data } = parsed;
  const say = (sentence: string) => odd.push(`${osvId.data}: ${sentence}`);
  const time = (field: string) => {
    const read = Time.safeParse(data[field]);
    if (!read.success && data[field] !== undefined && data[field] !== null) say(`"${field}" is no time.`);
    return read.success ? new Date(read.data).toISOString() : null;
  };
  const packages = readPackages(data.affected, say);
  const aliases = texts(data.aliases, MOST_ALIASES, 100).filter((alias) => OsvId.safeParse(alias).success);
  const modifiedAt = time("modified");
  if (modifiedAt === null) say('it has no "modified", so newer and older are not told apart.');
  return {
    advisory: {
      osvId: osvId.data,
      summary: summaryOf(data),
      aliases,
      ...severityOf(data, say),
      isMalicious: osvId.data.startsWith("MAL-") || aliases.some((alias) => alias.startsWith("MAL-")),
      publishedAt: time("published"),
      modifiedAt,
      // a withdrawal whose time cannot be read is a withdrawal still
      withdrawnAt: time("withdrawn") ?? (data.withdrawn ? (modifiedAt ?? "1970-01-01T00:00:00.000Z") : null),
      packages,
    },
    odd,
  };
}

function texts(value: unknown, most: number, longest: number): string[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, most)
    .flatMap((one) => (typeof one === "string" && one.length <= longest ? [visibleText(one, longest)] : []));
}

function summaryOf(data: Record<string, unknown>): string {
  const summary = Text.safeParse(data.summary).data?.trim();
  const details = Text.safeParse(data.details).data?.slice(0, 2_000).trim().split("\n")[0];
  return visibleText(summary || details?.replace(/^#+\s*/, "") || "", 300);
}

const STATED: Readonly<Record<string, AdvisorySeverity>> = {
  LOW: "low",
  MODERATE: "medium",
  MEDIUM: "medium",
  HIGH: "high",
  CRITICAL: "critical",
};

/** What the database states in a word; else what a CVSS vector comes to; else unknown. */
function severityOf(data: Record<string, unknown>, say: (sentence: string) => void) {
  const own = z.object({ severity: z.string() }).safeParse(data.database_specific);
  const stated = own.success ? STATED[own.data.severity.toUpperCase()] : undefined;
  const affected = Array.isArray(data.affected) ? data.affected.slice(0, MOST_PACKAGES) : [];
  const scores = [data.severity, ...affected.map((one) => Fields.safeParse(one).data?.severity)]
    .flatMap((list) => (Array.isArray(list) ? list.slice(0, 20) : []))
    .flatMap((one) => z.object({ type: z.string(), score: z.string().max(400) }).safeParse(one).data ?? [])
    .map(({ score }) => visibleText(score, 400));
  const scored = scores.find((vector) => severityOfVector(vector) !== null);
  const vector = scored ?? scores[0] ?? null;
  const severity = stated ?? (scored === undefined ? undefined : severityOfVector(scored)) ?? "unknown";
  if (severity === "unknown" && vector !== null) say("its severity could not be read from its vector.");
  return { severity, vector };
}

function readPackages(value: unknown, say: (sentence: string) => void): AffectedPackage[] {
  if (!Array.isArray(value) || value.length === 0) {
    say("it names no package.");
    return [];
  }
  if (value.length > MOST_PACKAGES) say(`it names ${value.length} packages; ${MOST_PACKAGES} are kept.`);
  return value.slice(0, MOST_PACKAGES).flatMap((entry) => {
    const affected = Fields.safeParse(entry).data ?? {};
    const named = z
      .object({
        ecosystem: z.string().min(1).max(100),
        name: z.string().min(1).max(300),
        purl: z.string().max(600).optional(),
      })
      .safeParse(affected.package);
    if (!named.success) {
      const isGit =
        Array.isArray(affected.ranges) &&
        affected.ranges.some((one) => Fields.safeParse(one).data?.type === "GIT");
      say(isGit ? "it names a repository and no package." : "an entry names no package.");
      return [];
    }
    const ecosystem = visibleText(named.data.ecosystem, 100);
    const name = visibleText(named.data.name, 300);
    const versions = texts(affected.versions, MOST_VERSIONS, 200);
    const ranges = readRanges(affected.ranges, say);
    const given = [affected.versions, affected.ranges].map((list) => (Array.isArray(list) ? list.length : 0));
    const isCut = versions.length < (given[0] ?? 0) || ranges.length < (given[1] ?? 0);
    return [
      {
        package: packageKey(ecosystem, name, named.data.purl ?? null),
        ecosystem,
        name,
        ranges,
        versions,
        isCut,
      },
    ];
  });
}

function readRanges(value: unknown, say: (sentence: string) => void): VersionRange[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    say('"ranges" is no list.');
    return [];
  }
  return value.slice(0, MOST_RANGES).flatMap((entry) => {
    const range = Fields.safeParse(entry).data ?? {};
    const type = RANGE_TYPES.find((known) => known === range.type);
    if (!type || !Array.isArray(range.events) || range.events.length > MOST_EVENTS) {
      say("a range is of no known type or has no list of events.");
      return [];
    }
    const events = range.events.flatMap((one) => readEvent(one));
    if (events.length < range.events.length) {
      say("an event of a range is neither introduced, fixed, last_affected nor limit.");
      return [];
    }
    return [{ type, events }];
  });
}

function readEvent(value: unknown): VersionRange["events"] {
  const event = Fields.safeParse(value).data ?? {};
  return EVENT_KINDS.flatMap((kind) => {
    const version = event[kind];
    return typeof version === "string" && version.length <= 200
      ? [{ kind, version: visibleText(version, 200) }]
      : [];
  });
}
