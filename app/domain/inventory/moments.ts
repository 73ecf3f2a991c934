const MINUTE = 60_000;

export function minutesAfter(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * MINUTE);
}

export function daysBefore(at: Date, days: number): Date {
  return minutesAfter(at, -days * 24 * 60);
}
