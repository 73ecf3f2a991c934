export interface Measured {
  figures: Record<string, number>;
  goals: Record<string, { max: number }>;
}

/** Prints the figures beside their goals, as JSON on the last line when asked. Returns the exit code. */
export function report(result: Measured & { bench: string; scale: number }, json: boolean): number {
  const missed = Object.entries(result.goals).filter(
    ([name, { max }]) => !(Number(result.figures[name]) <= max),
  );
  const held = missed.length === 0;
  for (const [name, figure] of Object.entries(result.figures)) {
    const goal = result.goals[name];
    process.stderr.write(
      `${name.padEnd(28)} ${String(figure).padStart(10)}${goal ? `   goal ≤ ${goal.max}` : ""}\n`,
    );
  }
  process.stderr.write(`${held ? "held" : `not held: ${missed.map(([name]) => name).join(", ")}`}\n`);
  const { bench, scale, figures, goals } = result;
  if (json) process.stdout.write(`${JSON.stringify({ bench, scale, figures, goals, held })}\n`);
  return held ? 0 : 1;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] =
    sorted.length % 2 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1, middle + 1);
  return (low + high) / 2;
}

export function rounded(number: number, digits = 2): number {
  return Number(number.toFixed(digits));
}
