import { createHmac, randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { inTransaction } from "#app/db/transaction.server.ts";
import { fingerprintKeyOf } from "#app/domain/identity/fingerprint-key.server.ts";
import { createEnrollmentCode } from "#app/domain/inventory/create-enrollment-code.server.ts";
import { enrollDevice } from "#app/domain/inventory/enroll-device.server.ts";
import type { Client } from "#app/domain/inventory/formats/client-format.ts";
import { readClientFile } from "#app/domain/inventory/read-client-file.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { makeScanReport } from "#app/domain/inventory/scan-report.ts";
import { clientPath, clientText } from "./demo-config.ts";
import { BROKEN_SINCE, type DemoUse, LAPTOPS, REPORT_DAYS, SILENT_SINCE } from "./demo-laptops.ts";
import { type PersonKey, personKeys, personOf } from "./demo-people.ts";
import type { ServerKey } from "./demo-servers.ts";
import type { DemoWorld, Moment } from "./demo-world.server.ts";

const COLLECTOR = "0.1.0";

/** Every machine is enrolled and then reports what its client files hold, read by the product's own parser. */
export function reportMachines(world: DemoWorld): Moment[] {
  return personKeys.flatMap((person, index) => {
    const uses = LAPTOPS[person];
    const platform = personOf(person).laptop;
    if (!uses || !platform) return [];
    const secrets = madeUpSecrets();
    const silent = SILENT_SINCE[person] ?? 0;
    const late = index * 0.004;
    let device = "";
    const enroll: Moment = {
      at: REPORT_DAYS[0] + 0.1 - late,
      run: async () => {
        device = await enrollLaptop(world, person, REPORT_DAYS[0] + 0.1 - late);
      },
    };
    const scans = REPORT_DAYS.filter((day) => day >= silent).map(
      (day): Moment => ({
        at: day - late,
        run: () => scan(world, { person, platform, uses, secrets, device, day, at: day - late }),
      }),
    );
    return [enroll, ...scans];
  });
}

async function enrollLaptop(world: DemoWorld, person: PersonKey, at: number): Promise<string> {
  const platform = personOf(person).laptop ?? "linux";
  const { code } = await createEnrollmentCode(world.as(person, at));
  const input = { code, deviceName: `${person}-laptop`, platform };
  return (await enrollDevice(world.stranger(at), input)).deviceId;
}

type Report = {
  person: PersonKey;
  platform: "darwin" | "linux" | "win32";
  uses: readonly DemoUse[];
  secrets: (server: ServerKey) => string;
  device: string;
  day: number;
  at: number;
};

async function scan(world: DemoWorld, report: Report): Promise<void> {
  const { person, platform, uses, secrets, device, day, at } = report;
  const ctx = world.system(at);
  const key = Buffer.from(await inTransaction(ctx, (tx) => fingerprintKeyOf(tx, ctx)), "base64");
  const fingerprint = (value: string) => createHmac("sha256", key).update(value).digest("hex");
  const clients = [...new Set(uses.map((use) => use.client))];
  const files = clients.flatMap((client) => {
    const present = uses.filter(
      (use) => use.client === client && use.from >= day && (use.until === undefined || use.until < day),
    );
    const text = clientText(client, present, secrets);
    return readClientFile({
      path: clientPath(client, platform),
      client,
      text: isBroken(person, client, day) ? text.slice(0, Math.floor(text.length / 3)) : text,
      fingerprint,
    });
  });
  const sender = { reportId: uuidv7(), collectorVersion: COLLECTOR };
  await recordScan(world.as(person, at, device), { report: makeScanReport(files, sender) });
}

function isBroken(person: PersonKey, client: Client, day: number): boolean {
  const broken = BROKEN_SINCE[person];
  return broken !== undefined && broken.client === client && day <= broken.day;
}

/** Random for each machine, the same at each of its reports; cut out by the parser like anybody's. */
function madeUpSecrets(): (server: ServerKey) => string {
  const made = new Map<ServerKey, string>();
  return (server) => {
    const secret = made.get(server) ?? makeUp(server);
    made.set(server, secret);
    return secret;
  };
}

function makeUp(server: ServerKey): string {
  const random = randomBytes(20).toString("hex");
  if (server === "postgres") return `postgresql://reporting:${random}@db.demo.example:5432/orders`;
  if (server === "githubNpm") return `ghp_${random.slice(0, 36)}`;
  if (server === "notion") return `ntn_${random}`;
  return random;
}
