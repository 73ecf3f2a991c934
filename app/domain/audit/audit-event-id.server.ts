import { V7Generator } from "uuidv7";

const generator = new V7Generator();
generator.setRollbackAllowance(0);

/**
 * A UUIDv7 that carries the moment of the event instead of the process's clock, so that order by id is order by time
 * and a range of time is a range of ids; events of one millisecond keep the order they were made in.
 */
export function auditEventId(at: Date): string {
  return generator.generateOrResetWithTs(at.getTime()).toString();
}

/** The smallest id an event at `at` or later can have. */
export function firstIdAt(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
