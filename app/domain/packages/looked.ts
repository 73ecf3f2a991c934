/** What asking a source for something ends in. Nothing is made up: without an answer there is a reason. */
export type Looked<T> =
  | { ok: true; value: T }
  | {
      ok: false;
      /** The source answered that there is no such thing. */
      isAbsent: boolean;
      /** A sentence for people. */
      why: string;
      /** The source says when it may be asked again. */
      retryAt: Date | null;
    };

export const couldNot = (why: string, retryAt: Date | null = null) =>
  ({ ok: false, isAbsent: false, why, retryAt }) as const;
export const absent = (why: string) => ({ ok: false, isAbsent: true, why, retryAt: null }) as const;
