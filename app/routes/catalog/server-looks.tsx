import { LOOK_MINUTES } from "#app/domain/catalog/catalog-words.ts";
import type { LookRow } from "#app/domain/catalog/look-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { Button } from "#app/ui/button.tsx";
import { FollowWork } from "#app/ui/follow-work.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { outcomeLook, waitingLook } from "#app/ui/tones.ts";

type ServerLooksProps = {
  org: string;
  serverId: string;
  isRemote: boolean;
  looks: { rows: readonly LookRow[]; mayAsk: boolean };
  now: Date;
  zone: string;
};

/** When the server itself was asked and no list came of it, or the worker asked: with the reason, and who it was. */
export function ServerLooks({ org, serverId, isRemote, looks, now, zone }: ServerLooksProps) {
  const { rows, mayAsk } = looks;
  const isAsked = rows.some((row) => row.state === "waiting" && !isLost(row, now));
  if (rows.length === 0 && !(isRemote && mayAsk)) return null;
  return (
    <Section
      id="looks"
      title="Asked for its tools"
      intro={isAsked ? <FollowWork what="It is being asked." /> : undefined}
      actions={
        isRemote && mayAsk && !isAsked ? (
          <form method="post" action={paths.askServer(org, serverId)}>
            <Button icon="send">Ask the server</Button>
          </form>
        ) : undefined
      }
    >
      {rows.length === 0 ? (
        <p className="text-muted">Nobody has asked it from here yet. It is asked without credentials.</p>
      ) : (
        <ul aria-label="Looks" className="divide-y divide-line border-line border-y">
          {rows.map((row) => (
            <li key={row.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
              <Status look={lookOf(row, now)} quiet />
              <span className="wrap-anywhere">{sentenceOf(row, now)}</span>
              <span className="text-muted">
                {row.place === "worker" ? "asked from here by" : "asked on a device of"} {row.askedBy}{" "}
                <RelativeTime at={row.askedAt} now={now} zone={zone} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** A look that waits this long was lost with its worker. */
function isLost(row: LookRow, now: Date): boolean {
  return now.getTime() - row.askedAt.getTime() > LOOK_MINUTES * 60_000;
}

function lookOf(row: LookRow, now: Date) {
  if (row.state === "waiting") return isLost(row, now) ? outcomeLook.could_not_look : waitingLook;
  return row.state === "found" ? outcomeLook.found : outcomeLook.could_not_look;
}

function sentenceOf(row: LookRow, now: Date): string {
  const release = row.release === null ? "" : ` of release ${printableText(row.release)}`;
  if (row.state === "found") return `Its tools${release} were listed.`;
  if (row.state === "waiting") return isLost(row, now) ? "Nobody came round to it." : "The worker has it.";
  return `${printableText(row.reason ?? "")}${release === "" ? "" : `,${release}`}`;
}
