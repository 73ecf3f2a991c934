import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { CouldNotLook } from "#app/domain/catalog/asking/could-not-look.ts";
import type { Manifest } from "#app/domain/catalog/manifest-inputs.ts";
import { toolPermissions } from "#app/domain/catalog/permissions/tool-permissions.ts";
import { parseNpmSpec } from "#app/domain/inventory/identities/npm.ts";
import { redactText } from "#app/domain/inventory/redact-text.ts";
import { askForTools } from "./ask-for-tools.ts";
import { callServer } from "./call-server.ts";
import { type Device, getDevice } from "./device-file.ts";
import { installPackage, readPackage } from "./install-package.ts";
import { CHILD_LIMITS } from "./limited-child.ts";
import { cleaner, cleanManifest } from "./own-words.ts";
import { EXIT, Stop } from "./stop.ts";
import { printable, remark, say } from "./terminal.ts";

export interface ProbeOptions {
  identity: string;
  version?: string;
  from?: string;
  /** Names of variables of this environment that the server may see. */
  env: readonly string[];
  /** Names of variables that get a made-up value. */
  placeholders: readonly string[];
  /** Arguments for the server, such as a folder. */
  args: readonly string[];
  /** How long the server may take to list its tools. */
  seconds: number;
  send: boolean;
  json: boolean;
}

function packageName(identity: string): string {
  const name = identity.startsWith("npm:") ? identity.slice("npm:".length) : "";
  const parsed = parseNpmSpec(name);
  if (parsed === undefined || parsed.version !== null || parsed.name !== name)
    throw new Stop(
      EXIT.usage,
      "An identity such as npm:@scope/name was expected: only servers from npm can be probed.",
    );
  return name;
}

/** What the probe itself decides: with another home or other options of Node the server would not be a limited one. */
const OWN_NAMES = /^(?:PATH|HOME|USERPROFILE|TMPDIR|TEMP|SYSTEMROOT|NODE_.*|LD_.*|DYLD_.*)$/i;

function refuseOwnNames(names: readonly string[]): void {
  const own = names.find((name) => OWN_NAMES.test(name));
  if (own === undefined) return;
  throw new Stop(EXIT.usage, `The probe sets ${printable(own, 100)} itself, nothing was started.`);
}

/** Nothing of the person's environment but PATH and what was named; home and temporary files in a fresh folder. */
function cleanEnvironment(folder: string, names: readonly string[], made: readonly string[]) {
  const env: Record<string, string> & { PATH: string } = {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    USERPROFILE: folder,
    TMPDIR: path.join(folder, "tmp"),
    TEMP: path.join(folder, "tmp"),
    NODE_OPTIONS: `--max-old-space-size=${CHILD_LIMITS.heapMegabytes}`,
    ...(process.platform === "win32" && process.env.SYSTEMROOT ? { SYSTEMROOT: process.env.SYSTEMROOT } : {}),
  };
  for (const name of names) {
    const value = process.env[name];
    if (value === undefined)
      throw new Stop(EXIT.usage, `The variable ${printable(name, 100)} is not set, nothing was started.`);
    env[name] = value;
  }
  for (const name of made) env[name] = "placeholder";
  return env;
}

function sayManifest(manifest: Manifest): void {
  const { serverInfo, tools, prompts, resources, notes = [] } = manifest;
  say(
    `${manifest.identity} at ${printable(manifest.release)}, protocol ${printable(manifest.protocolVersion, 64)}`,
  );
  if (serverInfo !== undefined)
    say(`calls itself ${printable(serverInfo.name, 100)} ${printable(serverInfo.version, 60)}`);
  say(`${tools.length} ${tools.length === 1 ? "tool" : "tools"}:`);
  const width = Math.min(40, Math.max(0, ...tools.map((tool) => tool.name.length)));
  for (const tool of tools) {
    const summary = printable(tool.description.trimStart().split("\n", 1)[0] ?? "", 90);
    const { class: main, source } = toolPermissions(tool);
    const word = source === "inferred" ? `${main} (inferred)` : main;
    say(`  ${printable(tool.name, 128).padEnd(width)}  ${word.padEnd(22)}  ${summary}`);
  }
  say(`${countOf(prompts, "prompt")}, ${countOf(resources, "resource")}`);
  for (const note of notes) say(`note: ${printable(note, 300)}`);
}

function countOf(list: readonly unknown[] | undefined, noun: string): string {
  if (list === undefined) return `${noun}s could not be listed`;
  return `${list.length} ${list.length === 1 ? noun : `${noun}s`}`;
}

async function sendReason(
  device: Device,
  { identity, version }: ProbeOptions,
  { reason, needs }: CouldNotLook,
): Promise<void> {
  const body = {
    identity,
    ...(version === undefined ? {} : { release: version }),
    reason,
    needs,
  };
  await callServer(
    {
      url: device.url,
      path: "/api/v1/looks",
      body,
      deviceKey: device.deviceKey,
      idempotencyKey: randomUUID(),
      otherwise: "The reason was not sent.",
    },
    z.object({ lookId: z.string() }),
  );
  remark(`The reason was sent to ${printable(device.organization)}.`);
}

/** Says why, with what else to try. */
function couldNotLook(options: ProbeOptions, { reason, needs }: CouldNotLook): Stop {
  if (options.json)
    say(JSON.stringify({ identity: options.identity, outcome: "could_not_look", reason, needs }));
  const [name] = needs;
  const hint =
    name === undefined || name.startsWith("--") || options.placeholders.includes(name)
      ? ""
      : ` Set it and add --env ${name}, or try --placeholder ${name}: most servers list their tools with a made-up value.`;
  return new Stop(EXIT.probeFailed, `${options.identity}: could not look: ${reason}.${hint}`);
}

/** Asks one npm package for its tools in a limited child process and shows them, and sends them when told to. */
export async function probe(options: ProbeOptions): Promise<number> {
  const name = packageName(options.identity);
  const version = options.version ?? "latest";
  if (!/^[A-Za-z0-9][\w.+-]{0,127}$/.test(version))
    throw new Stop(EXIT.usage, "A --version such as 1.2.3 was expected.");
  refuseOwnNames([...options.env, ...options.placeholders]);
  const device = options.send ? await getDevice() : undefined;
  const folder = await mkdtemp(path.join(tmpdir(), "castellan-probe-"));
  const clean = cleaner({
    values: options.env.map((one) => process.env[one] ?? ""),
    folders: [folder, ...(options.from === undefined ? [] : [options.from])],
  });
  let manifest: Manifest;
  try {
    const home = path.join(folder, "home");
    await mkdir(path.join(home, "tmp"), { recursive: true, mode: 0o700 });
    const env = cleanEnvironment(home, options.env, options.placeholders);
    if (options.from === undefined) {
      remark(`Installing ${name}@${version} into a folder that is removed afterwards …`);
      await installPackage(name, version, folder);
    }
    const { release, script } = await readPackage(name, options.from ?? folder);
    if (options.version !== undefined && options.from !== undefined && options.version !== release)
      throw new Stop(
        EXIT.usage,
        `Release ${printable(release, 60)} is installed there, not ${printable(options.version, 60)}.`,
      );
    const start = { script, args: options.args, cwd: home, env };
    const asked = await askForTools({ identity: options.identity, release }, start, options.seconds);
    manifest = cleanManifest(asked, clean);
  } catch (error) {
    if (!(error instanceof CouldNotLook)) throw error;
    const cleaned = new CouldNotLook(redactText(clean(error.reason)).text, error.needs);
    const stop = couldNotLook(options, cleaned);
    if (device !== undefined) await sendReason(device, options, cleaned);
    throw stop;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  if (options.json) say(JSON.stringify(manifest));
  else sayManifest(manifest);
  if (device === undefined) return EXIT.done;
  const answer = await callServer(
    {
      url: device.url,
      path: "/api/v1/manifests",
      body: manifest,
      deviceKey: device.deviceKey,
      idempotencyKey: randomUUID(),
      otherwise: "The tools were not sent.",
    },
    z.object({ isConfirmed: z.boolean() }),
  );
  const rest = answer.isConfirmed
    ? ""
    : " Somebody who may confirm lists of tools is needed before it counts.";
  (options.json ? remark : say)(`Sent to ${printable(device.organization)}.${rest}`);
  return EXIT.done;
}
