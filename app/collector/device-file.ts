import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { CLIENTS, SCOPES } from "#app/domain/inventory/scan-inputs.ts";
import { EXIT, Stop } from "./stop.ts";

const Device = z.object({
  url: z.url(),
  deviceId: z.string(),
  deviceKey: z.string(),
  organization: z.string(),
  fingerprintKey: z.string(),
});
export type Device = z.infer<typeof Device>;

const RememberedFile = z.object({
  home: z.string(),
  client: z.enum(CLIENTS),
  scope: z.enum(SCOPES),
  /** As reported. */
  path: z.string(),
  /** The file on this machine. */
  source: z.string(),
});
export type RememberedFile = z.infer<typeof RememberedFile>;

/** Where the command line keeps its key: `CASTELLAN_HOME`, else `~/.config/castellan`. */
export function settingsFolder(): string {
  return process.env.CASTELLAN_HOME ?? path.join(homedir(), ".config", "castellan");
}

async function writePrivately(name: string, value: unknown): Promise<string> {
  const folder = settingsFolder();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, name);
  const fresh = `${file}.${process.pid}.new`;
  await rm(fresh, { force: true });
  await writeFile(fresh, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  await rename(fresh, file);
  return file;
}

async function readJson(name: string): Promise<unknown> {
  const file = path.join(settingsFolder(), name);
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new Stop(EXIT.notEnrolled, `${file} cannot be read. Remove it and enroll this machine again.`);
  }
}

/** Keeps the device's key, readable by this person only. Returns the file. */
export async function saveDevice(device: Device): Promise<string> {
  return writePrivately("device.json", device);
}

/** The device this machine was enrolled as, or undefined. A key that others could read is made private again. */
export async function findDevice(): Promise<Device | undefined> {
  const value = await readJson("device.json");
  if (value === undefined) return undefined;
  const device = Device.safeParse(value);
  const file = path.join(settingsFolder(), "device.json");
  if (!device.success)
    throw new Stop(EXIT.notEnrolled, `${file} is not complete. Enroll this machine again.`);
  if (process.platform !== "win32" && ((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
  return device.data;
}

/** As `findDevice`, or ends with a sentence that says how to enroll. */
export async function getDevice(): Promise<Device> {
  const device = await findDevice();
  if (device !== undefined) return device;
  throw new Stop(
    EXIT.notEnrolled,
    "This machine is not enrolled, nothing was sent. Open Scan in Castellan, take the code from there and run: castellan enroll <address>",
  );
}

/** The files of the last report, so that the next one can say that one of them is gone. */
export async function rememberedFiles(): Promise<RememberedFile[]> {
  const parsed = z.array(RememberedFile).safeParse(await readJson("files.json"));
  return parsed.success ? parsed.data : [];
}

export async function rememberFiles(files: readonly RememberedFile[]): Promise<void> {
  await writePrivately("files.json", files);
}
