/** Why a form was not carried out, with everything that was typed. */
export type Refusal = {
  /** What happened, what was kept, what to do. */
  sentence: string;
  /** By the name of the control. */
  errors: Record<string, string[]>;
  values: Record<string, string[]>;
  /** Not refused but given back after signing in again: nothing was sent yet. */
  kept?: true;
};

/** What an action answers when it does not redirect: the refusal, or something to show once. */
export type FormAnswer<Shown = never> = { refused: Refusal } | { shown: Shown };

/** Reads an answer for the controls of a form; `undefined` is a form nobody has posted yet. */
export function formState(answer: FormAnswer<unknown> | undefined) {
  const refused = answer && "refused" in answer ? answer.refused : undefined;
  return {
    refused,
    error: (name: string): string[] | undefined => refused?.errors[name],
    value: (name: string, before = ""): string => (refused ? (refused.values[name]?.[0] ?? "") : before),
    values: (name: string, before: readonly string[] = []): readonly string[] =>
      refused ? (refused.values[name] ?? []) : before,
    checked: (name: string, before = false): boolean => (refused ? name in refused.values : before),
    /** For `ErrorSummary`; `idOf` maps a control's name to its id, which is the name unless said otherwise. */
    summary: (idOf: (name: string) => string = (name) => name) =>
      Object.entries(refused?.errors ?? {}).map(([name, texts]) => ({
        ...(name === "" ? {} : { id: idOf(name) }),
        text: texts.join(" "),
      })),
  };
}
