import type { ConnectionAnswer } from "#app/domain/connections/connection-answers.ts";
import type { ConnectionQuestion } from "#app/domain/connections/connection-words.ts";
import { paths } from "#app/http/paths.ts";
import { Button } from "#app/ui/button.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { FollowWork } from "#app/ui/follow-work.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { outcomeLook } from "#app/ui/tones.ts";

type ServerConnectionProps = {
  org: string;
  serverId: string;
  connection: { askedAt: Date | null; answers: ConnectionAnswer[] };
  isRemote: boolean;
  mayLook: boolean;
  now: Date;
  zone: string;
};

const QUESTION_WORDS: Record<ConnectionQuestion, string> = {
  transport: "Transport",
  tls: "TLS",
  authentication: "Authentication",
  secret: "Its secret",
  zone: "Network zone",
};

/** How it is reached and how it knows who asks: each with where that is known from, and since when. */
export function ServerConnection(props: ServerConnectionProps) {
  const { org, serverId, connection, isRemote, mayLook, now, zone } = props;
  const isAsked = connection.askedAt !== null;
  return (
    <Section
      id="connection"
      title="Connection"
      intro={isAsked ? <FollowWork what="A look is under way." /> : undefined}
      actions={
        isRemote && mayLook && !isAsked ? (
          <form method="post" action={paths.connectionLook(org, serverId)}>
            <Button icon="eye">Look at the connection</Button>
          </form>
        ) : undefined
      }
    >
      <DescriptionList
        items={connection.answers.map((answer) => ({
          term: QUESTION_WORDS[answer.question],
          value: <Answer answer={answer} now={now} zone={zone} />,
        }))}
      />
    </Section>
  );
}

function Answer({ answer, now, zone }: { answer: ConnectionAnswer; now: Date; zone: string }) {
  const { state, sentence, more, source, at, failed } = answer;
  return (
    <div className="max-w-[72ch]">
      {state === "found" ? (
        <p>{printableText(sentence)}</p>
      ) : (
        <p className="flex flex-wrap items-center gap-x-2">
          <Status look={outcomeLook[state]} quiet />
          {printableText(sentence)}
        </p>
      )}
      {more.map((line) => (
        <p key={line} className="text-muted">
          {printableText(line)}
        </p>
      ))}
      {source ? (
        <p className="hint">
          From {source}
          {at ? (
            <>
              , <RelativeTime at={at} now={now} zone={zone} />
            </>
          ) : null}
        </p>
      ) : null}
      {failed ? (
        <p className="flex flex-wrap items-center gap-x-2">
          <Status look={outcomeLook.could_not_look} quiet />
          <span>
            again <RelativeTime at={failed.at} now={now} zone={zone} />: {failed.why}
          </span>
        </p>
      ) : null}
    </div>
  );
}
