const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

/** Points of 100 in whole numbers, rounded down: no score is made to look better than it is. */
export function pointsText(points: number): string {
  return whole.format(Math.floor(points + 1e-9));
}

/** "+2.1", "−3" or "0" points, to a tenth. */
export function signedPoints(points: number): string {
  const text = tenths.format(Math.abs(points));
  if (text === "0") return "0";
  return points < 0 ? `−${text}` : `+${text}`;
}
