import { Invalid } from "#app/domain/errors.ts";
import type { Environment } from "#app/domain/identity/environments.ts";
import { problemOfEnd, widerThanAsked } from "./request-rules.ts";

type Asked = { tools: string[] | null; environment: Environment; release: string | null; endsAt: Date };
type Answer = {
  tools?: string[] | null | undefined;
  environment?: Environment | undefined;
  release?: string | null | undefined;
  endsAt?: Date | undefined;
};

export type Approval = {
  requestId: string;
  decisionId: string;
  /** of a drift: the grant in whose name it was asked, which goes on as it is */
  grantId: string;
  endsAt: Date;
  tools: string[] | null;
};

/**
 * The terms an approval grants: as asked where the answer says nothing, never wider. All tools means those listed now, by
 * name, so that a tool added later is not covered by what was decided today; null stays only where nobody has looked.
 */
export function agreeTerms(
  asked: Asked,
  answer: Answer,
  /** null: nobody has looked at the server's tools */
  listed: readonly string[] | null,
  now: Date,
): Asked {
  const terms: Asked = {
    tools: answer.tools === undefined ? asked.tools : answer.tools,
    environment: answer.environment ?? asked.environment,
    release: answer.release ?? asked.release,
    endsAt: answer.endsAt ?? asked.endsAt,
  };
  const fields = widerThanAsked(asked, terms);
  const end = problemOfEnd(terms.endsAt, now);
  if (end) fields.endsAt = [end];
  const gone = listed ? (terms.tools?.filter((tool) => !listed.includes(tool)) ?? []) : [];
  if (gone.length > 0) fields.tools = [`The server does not list these: ${gone.slice(0, 5).join(", ")}.`];
  if (Object.keys(fields).length > 0) {
    const texts = Object.values(fields).flat().join(" ");
    throw new Invalid(`The approval was not saved. ${texts} What you chose is kept.`, fields);
  }
  return { ...terms, tools: terms.tools ?? (listed && listed.length > 0 ? [...listed] : null) };
}
