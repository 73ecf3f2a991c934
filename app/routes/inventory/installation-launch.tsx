import type { LaunchDrift } from "#app/domain/inventory/launch-drift.ts";
import type { Launch, LaunchArgument, LaunchVariable } from "#app/domain/inventory/scan-inputs.ts";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { LaunchDifference } from "./installation-drift.tsx";

/** How the client starts or reaches the server, as reported, and what of it is not as approved: secrets never left the machine. */
export function InstallationLaunch({ launch, drift }: { launch: Launch; drift: LaunchDrift | null }) {
  return (
    <div className="grid gap-4">
      {drift ? <LaunchDifference drift={drift} /> : null}
      <LaunchFacts launch={launch} />
    </div>
  );
}

/** A launch in full, as it was redacted: command or address, and the names of what it is given. */
export function LaunchFacts({ launch }: { launch: Launch }) {
  const items = [
    { term: "Transport", value: launch.transport },
    ...(launch.command
      ? [{ term: "Command", value: <SafeText text={commandLine(launch)} mono limit={600} /> }]
      : []),
    ...(launch.url ? [{ term: "Address", value: <SafeText text={launch.url} mono limit={600} /> }] : []),
    ...(launch.cwd ? [{ term: "Folder", value: <SafeText text={launch.cwd} mono /> }] : []),
    { term: "Variables", value: <Variables variables={launch.env} none="No variables are set" /> },
    ...(launch.headers.length > 0
      ? [{ term: "Headers", value: <Variables variables={launch.headers} none="" /> }]
      : []),
  ];
  return <DescriptionList items={items} />;
}

function Variables({ variables, none }: { variables: readonly LaunchVariable[]; none: string }) {
  if (variables.length === 0) return <>{none}</>;
  return (
    <ul className="grid gap-1">
      {variables.map(({ name, value }) => (
        <li key={name}>
          <SafeText text={name} mono />{" "}
          <span className="text-muted">{value.kind === "reference" ? value.text : WORDS[value.kind]}</span>
        </li>
      ))}
    </ul>
  );
}

const WORDS = {
  secret: "a secret in plain text, removed before it was sent",
  placeholder: "a placeholder",
  withheld: "a value that was not sent",
} as const;

export function commandLine({ command, args }: Launch): string {
  return [command ?? "", ...args.map(argumentText)].join(" ");
}

function argumentText(argument: LaunchArgument): string {
  if (argument.kind === "plain" || argument.kind === "reference") return argument.text;
  return "•••";
}
