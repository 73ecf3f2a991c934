import type { Oddity } from "#app/domain/registries/registry-words.ts";
import type { Remark } from "./registry-format.ts";

export type Entry = Readonly<Record<string, unknown>>;

const MOST_REMARKS = 20;
const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Reads the parts of one entry leniently: a part of the wrong type or length is left out or cut, with a remark, and
 * never costs the entry. Parts are found by their name with capitals or, as in the older form, with underscores.
 */
export function entryParts() {
  const remarks: Remark[] = [];
  const remark = (oddity: Oddity, path: string, detail?: string) => {
    if (remarks.length < MOST_REMARKS) remarks.push({ oddity, path, detail });
  };
  const part = (entry: Entry, name: string): unknown => {
    if (Object.hasOwn(entry, name)) return entry[name];
    const older = name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
    if (older === name || !Object.hasOwn(entry, older)) return undefined;
    if (!remarks.some(({ oddity }) => oddity === "older_form")) remark("older_form", older);
    return entry[older];
  };
  /** The text as it can be stored; null when there is none. */
  const plain = (value: unknown, path: string, most: number, rule = most): string | null => {
    if (value === undefined || value === null || value === "") return null;
    if (typeof value !== "string") {
      remark("wrong_type", path, typeof value);
      return null;
    }
    const bounded = value.length > most ? value.slice(0, most) : value;
    const storable = bounded.replace(UNSTORABLE, "\ufffd");
    if (storable !== bounded && bounded.length === value.length) remark("odd_characters", path);
    if (value.length > most) remark("cut", path, `${value.length} characters`);
    else if (value.length > rule) remark("too_long", path, `${value.length} of ${rule} characters`);
    return storable;
  };
  return {
    remarks,
    remark,
    part,
    plain,
    /** `rule` is the registry's own limit: longer is remarked and kept up to `most`. */
    text: (entry: Entry, name: string, path: string, most: number, rule = most) =>
      plain(part(entry, name), path, most, rule),
    flag(entry: Entry, name: string, path: string): boolean | null {
      const value = part(entry, name);
      if (value === undefined || value === null) return null;
      if (typeof value === "boolean") return value;
      remark("wrong_type", path, typeof value);
      return null;
    },
    record(value: unknown, path: string): Entry | null {
      if (value === undefined || value === null) return null;
      if (isEntry(value)) return value;
      remark("wrong_type", path, Array.isArray(value) ? "list" : typeof value);
      return null;
    },
    list(value: unknown, path: string, most: number): readonly unknown[] {
      if (value === undefined || value === null) return [];
      if (!Array.isArray(value)) {
        remark("wrong_type", path, typeof value);
        return [];
      }
      if (value.length > most) remark("too_many", path, `${value.length} of ${most}`);
      return value.slice(0, most);
    },
    /** An instant as ISO 8601 in UTC. */
    time(value: unknown, path: string): string | null {
      if (value === undefined || value === null || value === "") return null;
      const at = typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;
      // what PostgreSQL and JavaScript both can say
      if (Number.isFinite(at) && at > 0 && at < 4e12) return new Date(at).toISOString();
      remark("bad_time", path);
      return null;
    },
    /** A web address without what may be secret in it: user, query and fragment. */
    address(value: unknown, path: string): string | null {
      const written = plain(value, path, 2_000);
      if (written === null) return null;
      const url = URL.canParse(written) ? new URL(written) : null;
      if (!url || !/^https?:$/.test(url.protocol)) {
        remark("bad_address", path);
        return null;
      }
      return `${url.protocol}//${url.host}${url.pathname}`.replace(/\/$/, "");
    },
    texts(value: unknown, path: string, most: number, longest: number): string[] {
      return this.list(value, path, most).flatMap((one) => plain(one, path, longest) ?? []);
    },
  };
}
export type EntryParts = ReturnType<typeof entryParts>;
