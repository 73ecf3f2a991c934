import { sql } from "drizzle-orm";
import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";
import {
  DIGEST_STATES,
  MAIL_CHOICES,
  MAIL_STATES,
  NOTICE_GROUPS,
} from "#app/domain/notifications/notice-groups.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// Notice: one member is told one thing; ids only, its words are made at read. Telling: that a member was told of one
// event or moment, so that nobody is told twice. Preference: what of a group is mailed, and when. Digest: one mail of
// what gathered. Watermark: how far time was told.
export const notice = pgTable(
  "notice",
  {
    orgId: orgId().references(() => organization.id),
    // carries the moment of what happened, so that order by id is order by time
    id: id(),
    memberId: uuid("member_id").notNull(),
    // one of NOTICE_KINDS; not checked here, since later kinds need no migration
    kind: text("kind").notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: uuid("subject_id").notNull(),
    // null: nobody here, time or the operator did it
    actorMemberId: uuid("actor_member_id"),
    facts: jsonb("facts").$type<Record<string, unknown>>().notNull(),
    // notices of one kind and batch are one
    batch: text("batch"),
    // how many events it stands for, and when the newest was
    events: integer("events").notNull(),
    at: instant("at").notNull(),
    toldAt: instant("told_at").notNull(),
    readAt: instant("read_at"),
    mail: oneOf("mail", MAIL_STATES).notNull(),
    mailAt: instant("mail_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("notice_by_member").on(t.orgId, t.memberId, t.id),
    index("notice_unread").on(t.orgId, t.memberId, t.id).where(sql`${t.readAt} is null`),
    index("notice_by_read").on(t.orgId, t.readAt),
    index("notice_by_mail").on(t.orgId, t.mail, t.memberId, t.id),
    index("notice_by_mail_time").on(t.orgId, t.mailAt),
    foreignKey({ columns: [t.orgId, t.memberId], foreignColumns: [member.orgId, member.id] }),
    oneOfCheck("notice_mail", t.mail, MAIL_STATES),
  ],
);

export const noticeTelling = pgTable(
  "notice_telling",
  {
    orgId: orgId(),
    memberId: uuid("member_id").notNull(),
    // the audit event's id, or what came of time: "grant_ending:<grant>:14"
    key: text("key").notNull(),
    noticeId: uuid("notice_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.memberId, t.key] }),
    index("notice_telling_by_notice").on(t.orgId, t.noticeId),
    foreignKey({ columns: [t.orgId, t.noticeId], foreignColumns: [notice.orgId, notice.id] }),
  ],
);

export const noticePreference = pgTable(
  "notice_preference",
  {
    orgId: orgId(),
    memberId: uuid("member_id").notNull(),
    group: oneOf("notice_group", NOTICE_GROUPS).notNull(),
    mail: oneOf("mail", MAIL_CHOICES).notNull(),
    setAt: instant("set_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.memberId, t.group] }),
    foreignKey({ columns: [t.orgId, t.memberId], foreignColumns: [member.orgId, member.id] }),
    oneOfCheck("notice_preference_group", t.group, NOTICE_GROUPS),
    oneOfCheck("notice_preference_mail", t.mail, MAIL_CHOICES),
  ],
);

export const noticeDigest = pgTable(
  "notice_digest",
  {
    orgId: orgId(),
    id: id(),
    memberId: uuid("member_id").notNull(),
    cadence: oneOf("cadence", ["daily", "weekly"]).notNull(),
    // the hour it was due: what happened before it is in it
    dueAt: instant("due_at").notNull(),
    state: oneOf("state", DIGEST_STATES).notNull(),
    mailAt: instant("mail_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.memberId, t.cadence, t.dueAt] }),
    index("notice_digest_by_id").on(t.orgId, t.id),
    foreignKey({ columns: [t.orgId, t.memberId], foreignColumns: [member.orgId, member.id] }),
    oneOfCheck("notice_digest_cadence", t.cadence, ["daily", "weekly"]),
    oneOfCheck("notice_digest_state", t.state, DIGEST_STATES),
  ],
);

export const noticeWatermark = pgTable(
  "notice_watermark",
  {
    orgId: orgId().references(() => organization.id),
    chore: text("chore").notNull(),
    until: instant("until").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.chore] })],
);
