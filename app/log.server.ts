import pino from "pino";
import { environment } from "./env.server.ts";

/**
 * The one log of a process, JSON lines on standard output. In somebody's terminal only warnings are shown unless
 * LOG_LEVEL says otherwise. Never give it bodies, cookies, headers or whole URLs: they carry secrets.
 */
export const log = pino({
  level: environment().LOG_LEVEL ?? (process.stdout.isTTY ? "warn" : "info"),
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (level) => ({ level }) },
});
