import ts from "typescript";
import { exportedFunctions, isVerb, writes } from "./shape-rules.ts";
import { type Rule, visit } from "./source-tree.ts";

const GATES = ["permit", "permitScope", "permitAny", "requireMember"];

/** Writers that are no verb of a member, each with the reason it stands outside the mould. */
const OUTSIDE_THE_MOULD: Record<string, string> = {
  "app/domain/audit/record-audit.server.ts": "it is the audit event",
  "app/domain/inventory/mark-demands.server.ts": "what waits to be read anew; nobody's act",
  "app/domain/inventory/read-credentials.server.ts": "newer rules over the same launches; nobody's act",
  "app/domain/catalog/reclassify-tools.server.ts": "newer rules over the same list; nobody's act",
  "app/domain/registries/empty-removed-registries.server.ts":
    "what follows from a removal, whose event names the registry",
  "app/domain/trust/count-trust.server.ts": "counts what others changed; nobody's act",
  "app/domain/identity/accept-invitation.server.ts": "nobody is a member yet: the link is the gate",
  "app/domain/advisories/store-advisories.server.ts":
    "one step of an import, whose beginning and end leave the events",
  "app/domain/identity/confirm-openid-proof.server.ts": "it only reads; the session is the account's",
  "app/domain/identity/forget-openid-flows.server.ts": "expiry of a technical record is nobody's act",
  "app/domain/identity/keep-openid-flow.server.ts": "nobody is known yet: a browser's way to the provider",
  "app/domain/identity/take-openid-flow.server.ts": "nobody is known yet: a browser's way back",
  "app/domain/identity/sign-in-by-openid.server.ts":
    "nobody is a member yet: the provider's signed answer is the gate",
  "app/domain/identity/link-openid.server.ts":
    "nobody is a member yet: the provider's answer and the account's proof are the gate",
  "app/domain/overview/record-coverage-day.server.ts":
    "a count of what is there is nobody's act and changes nothing",
  "app/domain/connections/assess-connections.server.ts":
    "it derives again what files, looks and the zone policy tell; nobody's act",
  "app/domain/inventory/settle-inventory.server.ts": "it derives again what lists read; nobody's act",
  "app/domain/registries/begin-registry-import.server.ts": "a worker takes up what somebody started",
  "app/domain/registries/store-entries.server.ts": "the next entries of an import; its end is the event",
  "app/domain/registries/keep-document.server.ts": "what an import reads; its end is the event",
  "app/domain/registries/pass-turn.server.ts": "an import goes on behind others; its end is the event",
  "app/domain/registries/remove-unseen.server.ts": "the last step of an import; its end is the event",
  "app/domain/identity/forget-idempotency-keys.server.ts": "expiry of a technical record is nobody's act",
  "app/domain/notifications/read-notices.server.ts":
    "an event for each look at one's own inbox would drown the record",
  "app/domain/notifications/mail-notice.server.ts": "the event it tells of is the record; a mail is no act",
  "app/domain/notifications/mail-digest.server.ts": "as a single mail",
  "app/domain/notifications/hand-over-mail.server.ts": "as the mails it hands over",
  "app/domain/notifications/make-digests.server.ts": "a digest gathers notices; making one is no act",
  "app/domain/notifications/forget-notices.server.ts":
    "expiry of what only repeats the record is nobody's act",
  "app/domain/notifications/over-span.server.ts": "how far the clock was read is nobody's act",
};

/** `permit` → `inTransaction` → … → `recordAudit`, in this order, in every verb. */
export const mould: Rule = (tree) =>
  tree.flatMap((file) => {
    if (!isVerb(file) || file.path in OUTSIDE_THE_MOULD) return [];
    const verbs = exportedFunctions(file).filter((fn) => fn.body && callsIn(fn.body).has("inTransaction"));
    if (verbs.length === 0 || !writes(file)) return [];
    const problems: string[] = [];
    for (const verb of verbs) {
      if (!verb.body) continue;
      const calls = callsIn(verb.body);
      const gate = Math.min(...GATES.map((name) => calls.get(name) ?? Number.POSITIVE_INFINITY));
      const opens = calls.get("inTransaction") ?? 0;
      if (!(gate < opens))
        problems.push(
          `${file.path}: ${verb.name?.text} opens its transaction before it asked permit(ctx, …). Make permit its first line.`,
        );
    }
    if (!callsIn(file.ast).has("recordAudit"))
      problems.push(
        `${file.path} changes rows and leaves no audit event. Call recordAudit(tx, ctx, …) before returning.`,
      );
    return problems;
  });

/** Each name called, with the place of its first call. */
function callsIn(root: ts.Node): Map<string, number> {
  const calls = new Map<string, number>();
  visit(root, (node) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    const name = node.expression.text;
    if (!calls.has(name)) calls.set(name, node.getStart());
  });
  return calls;
}

/** Reads `get…` throws, `find…` may miss, `list…` is bounded. */
export const queryNames: Rule = (tree) =>
  tree.flatMap((file) => {
    if (!file.path.startsWith("app/domain/") || !file.path.endsWith("-queries.server.ts")) return [];
    const problems = writes(file)
      ? [`${file.path} changes rows: a query only reads. Move the change into a verb of its own.`]
      : [];
    for (const fn of exportedFunctions(file)) {
      const name = fn.name?.text ?? "";
      if (name.startsWith("list") && !/\blimit\b|LIMIT|\.limit\(/.test(file.text))
        problems.push(`${file.path}: ${name} has no limit. A list is bounded.`);
    }
    return problems;
  });

/** Time is `ctx.now`; the database's clock and the process's clock do not exist for the product. */
export const time: Rule = (tree) =>
  tree.flatMap((file) => {
    if (file.path.endsWith(".sql")) {
      const sql = file.text.replace(/--.*$/gm, "");
      return /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp)\s*\(|\b(current_timestamp|current_date|localtimestamp)\b/i.test(
        sql,
      )
        ? [`${file.path} reads the database's clock. Pass the time in, or drop the default.`]
        : [];
    }
    if (!file.path.startsWith("app/domain/")) return [];
    const problems: string[] = [];
    visit(file.ast, (node) => {
      const reads =
        (ts.isNewExpression(node) && node.expression.getText() === "Date" && !node.arguments?.length) ||
        (ts.isCallExpression(node) &&
          ["Date.now", "Date", "performance.now"].includes(node.expression.getText())) ||
        (ts.isPropertyAccessExpression(node) && node.name.text === "defaultNow") ||
        ((ts.isTaggedTemplateExpression(node) || ts.isStringLiteralLike(node)) &&
          /\bnow\(\)|\bcurrent_timestamp\b|\bclock_timestamp\(/i.test(node.getText()));
      if (reads)
        problems.push(`${file.path} reads a clock (${node.getText().slice(0, 60)}). Time is ctx.now.`);
    });
    return problems;
  });
