import { containerRun } from "../identities/oci.ts";
import { argumentText } from "../launch-identity.ts";
import { CUT } from "../scan-inputs.ts";
import { type LaunchFinding, type SeenEntry, unwrapped } from "./finding.ts";
import { mountsOf } from "./mounts.ts";

const WHOLE_HOME = String.raw`(?:~|\$HOME|\$\{HOME\}|\$\{env:HOME\}|\$\{userHome\}|%USERPROFILE%|\$\{env:USERPROFILE\}|\/(?:root|home|Users)|[A-Za-z]:[\\/]+Users|[A-Za-z]:)`;
const WHOLE_FOLDER = new RegExp(`^(?:/|(?:file://)?${WHOLE_HOME}[\\\\/]*)$`, "i");

/** A server given a home folder or the whole disk: as an argument, or mounted into its container. */
export function homeMounted(entry: SeenEntry): LaunchFinding[] {
  const { launch } = entry;
  const { line } = unwrapped(entry);
  const run = containerRun(line);
  const folders =
    run === undefined
      ? line.args.map((word) => word.replace(/^--?[\w-]+=/, ""))
      : mountsOf(run.flags).map(({ source }) => source);
  const folder = folders.find((text) => text !== CUT && WHOLE_FOLDER.test(text));
  if (folder === undefined) return [];
  const what =
    /^\/+$/.test(folder) || /^[A-Za-z]:[\\/]*$/.test(folder) ? "the whole disk" : "a whole home folder";
  const texts = launch.args.map(argumentText);
  const whole = texts.findIndex((text) => text === folder || text.endsWith(`=${folder}`));
  const where = whole < 0 ? texts.findIndex((text) => text.includes(folder)) : whole;
  return [
    {
      rule: "home-mounted",
      severity: "high",
      where: where < 0 ? "args" : `args.${where}`,
      sentence: `The server is given ${what}: keys, browser profiles and every project are within its reach.`,
      remedy: "Give it only the folder it needs, read-only where that is enough.",
    },
  ];
}
