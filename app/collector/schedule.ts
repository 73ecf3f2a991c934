import { homedir } from "node:os";
import path from "node:path";
import { EXIT, Stop } from "./stop.ts";
import { printable, remark, say } from "./terminal.ts";

export interface ScheduleOptions {
  system: string;
  hours: number;
  projects: readonly string[];
  allProjects: readonly string[];
}

interface Job {
  /** The program and its arguments. */
  words: string[];
  hours: number;
  settings: string | undefined;
}

const DESCRIPTION = "Tells Castellan which MCP servers this machine uses";

/** A word for systemd: in quotes, with what it would expand written twice or escaped. */
function unitWord(word: string): string {
  return `"${word.replace(/[\\"]/g, "\\$&").replaceAll("%", "%%").replaceAll("$", "$$$$")}"`;
}

function systemd({ words, hours, settings }: Job): string {
  const environment = settings === undefined ? "" : `\nEnvironment=${unitWord(`CASTELLAN_HOME=${settings}`)}`;
  return `# ~/.config/systemd/user/castellan-scan.service
[Unit]
Description=${DESCRIPTION}
After=network-online.target

[Service]
Type=oneshot${environment}
SuccessExitStatus=${EXIT.partly}
ExecStart=${words.map(unitWord).join(" ")}

# ~/.config/systemd/user/castellan-scan.timer
[Unit]
Description=${DESCRIPTION}, every ${hours} hours

[Timer]
OnStartupSec=10min
OnUnitActiveSec=${hours}h
RandomizedDelaySec=15min

[Install]
WantedBy=timers.target`;
}

function xml(text: string): string {
  const names: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot" };
  return text.replace(/[&<>"]/g, (character) => `&${names[character]};`);
}

function launchd({ words, hours, settings }: Job): string {
  const environment =
    settings === undefined
      ? ""
      : `
  <key>EnvironmentVariables</key>
  <dict>
    <key>CASTELLAN_HOME</key>
    <string>${xml(settings)}</string>
  </dict>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- ~/Library/LaunchAgents/castellan.scan.plist -->
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>castellan.scan</string>
  <key>ProgramArguments</key>
  <array>
${words.map((word) => `    <string>${xml(word)}</string>`).join("\n")}
  </array>${environment}
  <key>StartInterval</key>
  <integer>${hours * 3_600}</integer>
  <key>RunAtLoad</key>
  <true/>
</dict>
</plist>`;
}

/** A word for a Windows program: in quotes, with the backslashes before a quote doubled. */
function windowsWord(word: string): string {
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, "$1$1")}"`;
}

function windows({ words: [program = "", ...args], hours }: Job): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!-- castellan-scan.xml -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>${DESCRIPTION}</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <Delay>PT10M</Delay>
      <Repetition>
        <Interval>PT${hours}H</Interval>
      </Repetition>
    </LogonTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <StartWhenAvailable>true</StartWhenAvailable>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <ExecutionTimeLimit>PT15M</ExecutionTimeLimit>
  </Settings>
  <Actions>
    <Exec>
      <Command>${xml(program)}</Command>
      <Arguments>${xml(args.map(windowsWord).join(" "))}</Arguments>
    </Exec>
  </Actions>
</Task>`;
}

const SYSTEMS: Readonly<Record<string, { text: (job: Job) => string; next: string }>> = {
  systemd: {
    text: systemd,
    next: "Save the two parts under the names above, then: systemctl --user enable --now castellan-scan.timer",
  },
  launchd: {
    text: launchd,
    next: "Save it under the name above, then: launchctl bootstrap gui/$UID ~/Library/LaunchAgents/castellan.scan.plist",
  },
  windows: {
    text: windows,
    next: "Save it as castellan-scan.xml, then: schtasks /create /tn CastellanScan /xml castellan-scan.xml",
  },
};

/** Prints what makes this machine scan regularly. It installs nothing: somebody saves the text and says so. */
export function schedule(options: ScheduleOptions): number {
  const system = Object.hasOwn(SYSTEMS, options.system) ? SYSTEMS[options.system] : undefined;
  if (system === undefined)
    throw new Stop(
      EXIT.usage,
      `"${printable(options.system, 60)}" is none of ${Object.keys(SYSTEMS).join(", ")}.`,
    );
  const folders = [
    ...options.projects.flatMap((folder) => ["--project", path.resolve(folder)]),
    ...options.allProjects.flatMap((folder) => ["--all-projects", path.resolve(folder)]),
  ];
  const script = path.resolve(process.argv[1] ?? path.join(homedir(), "castellan.mjs"));
  const words = [process.execPath, script, "scan", "--yes", ...folders];
  const settings = process.env.CASTELLAN_HOME;
  say(system.text({ words, hours: options.hours, settings }));
  // a task has no variables of its own
  if (options.system === "windows" && settings !== undefined)
    remark(`The task reads CASTELLAN_HOME from your account: setx CASTELLAN_HOME ${windowsWord(settings)}`);
  remark(`Nothing was installed. ${system.next}`);
  return EXIT.done;
}
