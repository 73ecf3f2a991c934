import type { RawLaunch } from "#app/domain/inventory/redact-launch.ts";
import { redactLaunch } from "#app/domain/inventory/redact-launch.ts";
import type { Launch, ScanFile, ScanReport } from "#app/domain/inventory/scan-inputs.ts";

export function stdio(
  command: string,
  args: readonly string[] = [],
  more: Partial<RawLaunch> = {},
): RawLaunch {
  return { transport: "stdio", command, args, env: [], headers: [], ...more };
}

export function remote(url: string, headers: RawLaunch["headers"] = []): RawLaunch {
  return { transport: "http", url, args: [], env: [], headers };
}

export function redacted(raw: RawLaunch): Launch {
  return redactLaunch(raw, { home: "/home/ada" });
}

export function reportOf(files: ScanFile[]): ScanReport {
  return { reportId: "0198a5a0-0000-7000-8000-000000000000", collectorVersion: "test", files };
}
