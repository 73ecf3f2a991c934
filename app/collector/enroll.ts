import { hostname } from "node:os";
import { DeviceEnrollmentAnswer } from "#app/domain/inventory/device-enrollment-inputs.ts";
import { callServer, serverAddress } from "./call-server.ts";
import { saveDevice } from "./device-file.ts";
import { thisPlatform } from "./find-files.ts";
import { EXIT, Stop } from "./stop.ts";
import { printable, readLine, say } from "./terminal.ts";

export interface EnrollOptions {
  address: string;
  code?: string;
  name?: string;
}

/** Makes this machine a device of the organization: one code in, one key kept. */
export async function enroll(options: EnrollOptions): Promise<number> {
  const url = serverAddress(options.address);
  const code = options.code ?? (await readLine("Enrollment code (Castellan shows it under Scan): "));
  if (code.length < 8)
    throw new Stop(EXIT.usage, "An enrollment code was expected. Castellan shows one under Scan.");
  const deviceName = (options.name ?? hostname()).trim().slice(0, 128) || "unnamed";
  const answer = await callServer(
    {
      url,
      path: "/api/v1/device-enrollments",
      body: { code, deviceName: printable(deviceName, 128), platform: thisPlatform() },
      otherwise: "Nothing was changed on this machine.",
    },
    DeviceEnrollmentAnswer,
  );
  const file = await saveDevice({ url, ...answer });
  say(`This machine is now a device of ${printable(answer.organization)}.`);
  say(`Its key is in ${file}, readable by you only.`);
  say("Next: run the same program with scan.");
  return EXIT.done;
}
