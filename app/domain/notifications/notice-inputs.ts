import { z } from "zod";
import { MAIL_CHOICES, NOTICE_GROUPS } from "./notice-groups.ts";

const Moment = z.iso
  .datetime({ offset: true, error: "Give a moment, for example 2027-01-31T12:00:00Z." })
  .pipe(z.coerce.date());

export const NoticeFilter = z.strictObject({
  state: z.enum(["unread"]).optional(),
  group: z.enum(NOTICE_GROUPS).optional(),
});
export type NoticeFilter = z.infer<typeof NoticeFilter>;

export const ReadNoticeInput = z.strictObject({ noticeId: z.uuid() });
export type ReadNoticeInput = z.infer<typeof ReadNoticeInput>;

/** `seenAt` is when the person looked: what came later stays unread. */
export const ReadNoticesInput = z.strictObject({ seenAt: Moment });
export type ReadNoticesInput = z.infer<typeof ReadNoticesInput>;

/** What is mailed of each group that can be chosen, and when. */
export const ChangeNoticePreferencesInput = z.strictObject({
  waits_on_me: z.enum(MAIL_CHOICES),
  my_requests: z.enum(MAIL_CHOICES),
  my_access: z.enum(MAIL_CHOICES),
  alerts: z.enum(MAIL_CHOICES),
});
export type ChangeNoticePreferencesInput = z.infer<typeof ChangeNoticePreferencesInput>;

export const LiftMailRefusalInput = z.strictObject({ memberId: z.uuid() });
export type LiftMailRefusalInput = z.infer<typeof LiftMailRefusalInput>;
