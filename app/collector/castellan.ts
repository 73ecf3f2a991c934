import { parseArgs } from "node:util";
import { ALL_CLIENTS } from "#app/domain/inventory/client-names.ts";
import { drift } from "./drift.ts";
import { enroll } from "./enroll.ts";
import { probe } from "./probe.ts";
import { scan } from "./scan.ts";
import { scanFile } from "./scan-file.ts";
import { schedule } from "./schedule.ts";
import { EXIT, Stop } from "./stop.ts";
import { printable, remark, say } from "./terminal.ts";
import { VERSION } from "./version.ts";

/** Long lists in lines that fit a terminal. */
function wrapped(text: string): string {
  return text.replace(/(.{1,90})(?: |$)/g, "        $1\n").trimEnd();
}

const HELP = `castellan ${VERSION}: tells your organization which MCP servers this machine uses. Secrets stay here.

  castellan enroll <address> [--code CODE] [--name NAME]
      Makes this machine a device of yours. Castellan shows the code under Scan; without --code it is asked for.

  castellan scan [--dry-run] [--yes] [--json] [--home DIR] [--project DIR …] [--all-projects ROOT …]
      Reads the files of
${wrapped(ALL_CLIENTS)},
      for you and for the project you stand in,
      takes every secret out, shows exactly what is left, asks, and sends it.
      --dry-run sends nothing and shows the exact bytes · --json prints the exact body · --yes does not ask
      --home reads another home folder, --system mac, linux or windows one of another system
      --all-projects looks for projects below a folder; it follows no links and leaves node_modules and .git out
      Ends with 0, or with 11 when a file or folder could not be looked at.
      When Castellan cannot be reached, the report waits on this machine, redacted, and goes first with the next scan.

  castellan scan --file PATH [--client NAME] [--json] [--fail-on SEVERITY]
      Reads this one file and sends nothing; no enrollment is needed. Without --client its place, name and keys tell.
      --json prints { client, scope, installations, notes } · --fail-on low, medium, high or critical ends with code 10

  castellan schedule systemd|launchd|windows [--every HOURS] [--project DIR …] [--all-projects ROOT …]
      Prints what makes this machine scan every 6 hours. It installs nothing.

  castellan probe <identity> [--version X] [--from DIR] [--env NAME …] [--placeholder NAME …] [--arg TEXT …] [--timeout S] [--send] [--json]
      Installs a server from npm (npm:@scope/name) into a throwaway folder, without its install scripts, starts it in
      a limited process with a clean environment, asks for its tools, prompts and resources and
      removes it. It runs as you: the network and the files you can read are within its reach.
      --from uses an installed copy · --env lets it see that variable · --placeholder sets one to a made-up value · --arg is passed on · --timeout 30 · --send reports the tools

  castellan drift BEFORE AFTER [--json]
      Tells what changed between two files: registries, or lists of tools of one server. Sends nothing.

  castellan --help · castellan --version

CASTELLAN_HOME is the folder for this machine's key (else ~/.config/castellan).
Exit codes: 0 done · 1 unexpected · 2 wrong usage · 3 not enrolled · 4 not reachable, a scan waits here · 5 refused · 6 cancelled · 7 probe failed
  8 the file cannot be read · 9 not a file of a known client · 10 a finding as bad as --fail-on says`;

function options(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h", default: false },
        version: { type: "string" },
        code: { type: "string" },
        name: { type: "string" },
        home: { type: "string" },
        system: { type: "string" },
        every: { type: "string", default: "6" },
        "all-projects": { type: "string", multiple: true, default: [] },
        file: { type: "string" },
        client: { type: "string" },
        "fail-on": { type: "string" },
        project: { type: "string", multiple: true, default: [] },
        "dry-run": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        yes: { type: "boolean", short: "y", default: false },
        from: { type: "string" },
        env: { type: "string", multiple: true, default: [] },
        placeholder: { type: "string", multiple: true, default: [] },
        arg: { type: "string", multiple: true, default: [] },
        timeout: { type: "string", default: "30" },
        send: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new Stop(
      EXIT.usage,
      `${error instanceof Error ? printable(error.message, 300) : "Unknown option"}. See castellan --help.`,
    );
  }
}

function whole(text: string, least: number, most: number, option: string, unit: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Stop(EXIT.usage, `A ${option} from ${least} to ${most} ${unit} was expected.`);
}

async function run(argv: readonly string[]): Promise<number> {
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-v")) {
    say(VERSION);
    return EXIT.done;
  }
  const { values, positionals } = options(argv);
  const [command, subject, ...more] = positionals;
  const folders = { projects: values.project, allProjects: values["all-projects"] };
  if (values.help || command === undefined || command === "help") {
    say(HELP);
    return values.help || command === "help" ? EXIT.done : EXIT.usage;
  }
  if (command === "drift") return drift(positionals.slice(1), { json: values.json });
  if (more.length > 0)
    throw new Stop(EXIT.usage, `"${printable(more.join(" "), 60)}" was not expected. See castellan --help.`);
  if (command === "scan" && subject === undefined && values.file !== undefined)
    return scanFile({ ...values, file: values.file, failOn: values["fail-on"] });
  if (values.client !== undefined || values["fail-on"] !== undefined)
    throw new Stop(EXIT.usage, "--client and --fail-on belong to scan --file. See castellan --help.");
  if (command === "scan" && subject === undefined)
    return scan({ ...values, ...folders, dryRun: values["dry-run"] });
  if (command === "schedule" && subject !== undefined)
    return schedule({ system: subject, hours: whole(values.every, 1, 168, "--every", "hours"), ...folders });
  if (command === "enroll" && subject !== undefined) return enroll({ ...values, address: subject });
  if (command === "probe" && subject !== undefined)
    return probe({
      ...values,
      placeholders: values.placeholder,
      args: values.arg,
      identity: subject,
      seconds: whole(values.timeout, 1, 300, "--timeout", "seconds"),
    });
  const known = ["enroll", "scan", "schedule", "probe"].includes(command);
  throw new Stop(
    EXIT.usage,
    `${known ? "The command is not complete" : `"${printable(command, 60)}" is not a command`}. See castellan --help.`,
  );
}

// `castellan scan | head` closes our output: what cannot be shown is not sent either.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? EXIT.cancelled : EXIT.unexpected);
});

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (error instanceof Stop) {
    remark(error.message);
    process.exitCode = error.exitCode;
  } else {
    remark(
      `castellan ended unexpectedly: ${printable(error instanceof Error ? error.message : String(error))}`,
    );
    process.exitCode = EXIT.unexpected;
  }
}
