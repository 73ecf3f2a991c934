import type { Audience } from "#app/domain/notifications/audiences.ts";
import type { NoticeKind } from "#app/domain/notifications/notice-words.ts";

export type Sides = { before: Record<string, unknown> | null; after: Record<string, unknown> | null };

export type TellingRule = {
  kind: NoticeKind;
  to: Audience;
  /** The kind of row it is about, the target's unless said: `touched` names it. */
  about?: "grant" | "member" | "server";
  /** Told to whoever did it too: they may not know that they did. */
  evenActor?: true;
  when?: (sides: Sides) => boolean;
  /** Fields of `after` its words need; never free text. */
  facts?: readonly string[];
};
