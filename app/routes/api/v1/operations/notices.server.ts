import { z } from "zod";
import { changeNoticePreferences } from "#app/domain/notifications/change-notice-preferences.server.ts";
import { liftMailRefusal } from "#app/domain/notifications/lift-mail-refusal.server.ts";
import { MAIL_CHOICES, NOTICE_GROUPS } from "#app/domain/notifications/notice-groups.ts";
import {
  ChangeNoticePreferencesInput,
  NoticeFilter,
  ReadNoticesInput,
} from "#app/domain/notifications/notice-inputs.ts";
import { getNoticePreferences } from "#app/domain/notifications/notice-preference-queries.server.ts";
import { listNotices } from "#app/domain/notifications/notice-queries.server.ts";
import { readNotice, readNotices } from "#app/domain/notifications/read-notices.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant, PageQuery, pageOf } from "#app/http/api-shapes.ts";

const Id = z.uuid();
const choice = z.enum(MAIL_CHOICES);

const Notice = z.object({
  id: Id,
  kind: z.string(),
  group: z.enum(NOTICE_GROUPS),
  sentence: z.string(),
  subject: z.object({ kind: z.string(), id: Id }),
  at: Instant,
  readAt: Instant.nullable(),
  isSettled: z.boolean().meta({ description: "What it asks for was done meanwhile." }),
});

const Preferences = z.object({
  waits_on_me: choice,
  my_requests: choice,
  my_access: choice,
  alerts: choice,
  account: choice.meta({ description: "Always at_once." }),
});

const facts = { tag: "Notices", auth: "member" } as const;

export const noticeOperations: Operation[] = [
  operation({
    ...facts,
    method: "GET",
    path: "/notices",
    operationId: "listNotices",
    summary: "Your notices, newest first",
    scope: "read",
    status: 200,
    query: PageQuery.extend({ cursor: Id.optional(), ...NoticeFilter.shape }),
    response: pageOf(Notice),
    run: (ctx, { query: { limit, cursor, ...filter } }) => listNotices(ctx, filter, { limit, cursor }),
  }),
  operation({
    ...facts,
    method: "POST",
    path: "/notices/reading",
    operationId: "readNotices",
    summary: "Mark what you had at a moment as read",
    scope: "admin",
    status: 200,
    body: ReadNoticesInput,
    response: z.object({ read: z.number().int() }),
    example: { body: { seenAt: "2027-01-31T12:00:00Z" } },
    run: (ctx, { body }) => readNotices(ctx, body),
  }),
  operation({
    ...facts,
    method: "POST",
    path: "/notices/{noticeId}/reading",
    operationId: "readNotice",
    summary: "Mark one notice as read",
    scope: "admin",
    status: 200,
    response: z.object({ noticeId: Id }),
    run: (ctx, { params }) => readNotice(ctx, params),
  }),
  operation({
    ...facts,
    method: "GET",
    path: "/notice-preferences",
    operationId: "getNoticePreferences",
    summary: "What is mailed to you, and when",
    scope: "read",
    status: 200,
    response: Preferences,
    run: (ctx) => getNoticePreferences(ctx),
  }),
  operation({
    ...facts,
    method: "PUT",
    path: "/notice-preferences",
    operationId: "changeNoticePreferences",
    summary: "Choose what is mailed to you",
    scope: "admin",
    status: 200,
    body: ChangeNoticePreferencesInput,
    response: Preferences,
    example: { body: { waits_on_me: "at_once", my_requests: "at_once", my_access: "daily", alerts: "none" } },
    run: (ctx, { body }) => changeNoticePreferences(ctx, body),
  }),
  operation({
    ...facts,
    method: "DELETE",
    path: "/members/{memberId}/mail-refusal",
    operationId: "liftMailRefusal",
    summary: "Let mail go again to an address that refused it",
    scope: "admin",
    status: 200,
    response: z.object({ memberId: Id }),
    run: (ctx, { params }) => liftMailRefusal(ctx, params),
  }),
];
