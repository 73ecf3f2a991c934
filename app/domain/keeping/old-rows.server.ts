import { type SQL, sql } from "drizzle-orm";
import type { RetentionNoun } from "#app/domain/keeping/retention-words.ts";

/** Rows of one table, called `t`, that are old at `before`. Earlier ones of a noun are deleted first: they point at later ones. */
type OldRows = {
  table:
    | "scan"
    | "scanned_file"
    | "installation"
    | "launch_drift"
    | "finding"
    | "invitation"
    | "mail_refusal"
    | "notice_telling"
    | "notice"
    | "audit_event";
  /** Not worth telling people of: a part of a row that is counted. */
  isPart?: true;
  where: (before: SQL) => SQL;
  /** Rows that are old and wait for another turn, since something still points at them. */
  unless?: SQL;
};

const onRevokedDevice = (before: SQL) => sql`exists (select 1 from device v
  where v.org_id = t.org_id and v.id = t.device_id and v.revoked_at < ${before})`;

// a request may have been asked from it, and that record stays
const forgettable = (before: SQL) => sql`(t.removed_at < ${before} or ${onRevokedDevice(before)})
  and not exists (select 1 from request r where r.org_id = t.org_id and r.installation_id = t.id)`;

const ofForgettable = (
  before: SQL,
) => sql`t.installation_id in (select i.id from installation i where i.org_id = t.org_id
  and i.id = t.installation_id and (i.removed_at < ${before} or exists (select 1 from device v
    where v.org_id = i.org_id and v.id = i.device_id and v.revoked_at < ${before}))
  and not exists (select 1 from request r where r.org_id = i.org_id and r.installation_id = i.id))`;

export const OLD_ROWS: Record<RetentionNoun, readonly OldRows[]> = {
  scans: [
    { table: "scanned_file", where: onRevokedDevice },
    {
      table: "scan",
      where: (before) => sql`t.at < ${before} and not exists (select 1 from scanned_file f
        where f.org_id = t.org_id and f.scan_id = t.id)`,
    },
  ],
  removed_installations: [
    {
      table: "finding",
      isPart: true,
      where: ofForgettable,
    },
    {
      table: "launch_drift",
      isPart: true,
      where: ofForgettable,
    },
    { table: "installation", where: forgettable },
  ],
  ended_invitations: [
    {
      table: "invitation",
      where: (before) =>
        sql`(t.accepted_at < ${before} or t.revoked_at < ${before} or t.expires_at < ${before})`,
    },
    // whether it refuses is of use only while somebody here has the address
    {
      table: "mail_refusal",
      isPart: true,
      where: (before) => sql`t.refused_at < ${before}
        and not exists (select 1 from member m where m.org_id = t.org_id and m.email = t.address and m.removed_at is null)
        and not exists (select 1 from invitation i where i.org_id = t.org_id and i.email = t.address)`,
    },
  ],
  read_notices: [
    {
      table: "notice_telling",
      isPart: true,
      where: (before) => sql`exists (select 1 from notice n
        where n.org_id = t.org_id and n.id = t.notice_id and n.read_at < ${before})`,
    },
    {
      table: "notice",
      where: (before) => sql`t.read_at < ${before}`,
      // the notes of who was told go first, and may take more than one turn
      unless: sql`exists (select 1 from notice_telling k where k.org_id = t.org_id and k.notice_id = t.id)`,
    },
  ],
  audit_events: [{ table: "audit_event", where: (before) => sql`t.at < ${before}` }],
};
