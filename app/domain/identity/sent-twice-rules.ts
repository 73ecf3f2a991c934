const WITHIN_MS = 60_000;

/** Whether this is the same form by the same person again, a moment later, rather than a second wish. */
export function isFormSentTwice(
  made: { id: string; author: string | null; createdAt: Date },
  sent: { id: string; author: string | null },
  now: Date,
): boolean {
  const age = now.getTime() - made.createdAt.getTime();
  return made.id === sent.id && made.author === sent.author && age >= 0 && age < WITHIN_MS;
}
