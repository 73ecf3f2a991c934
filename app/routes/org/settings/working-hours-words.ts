export const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** "Monday to Friday, 09:00 to 17:00". `days` are ISO weekdays in order. */
export function workingHours(hours: { workingDays: number[]; worksFrom: string; worksTo: string }): string {
  const { workingDays: days, worksFrom, worksTo } = hours;
  const names = days.map((day) => DAYS[day - 1]);
  const inARow =
    days.length > 2 && days.every((day, index) => index === 0 || day === (days[index - 1] ?? 0) + 1);
  const when = inARow ? `${names[0]} to ${names.at(-1)}` : names.join(", ");
  return `${when}, ${worksFrom} to ${worksTo}`;
}
