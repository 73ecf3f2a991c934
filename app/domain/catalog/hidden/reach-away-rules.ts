import { type HiddenRule, patternRule } from "./hidden-rule.ts";

const SENDS =
  "(?:send|sending|post|posting|upload|forward|transmit|exfiltrate|submit|report|deliver|leak|append|e-?mail)";
const READS =
  "(?:read|open|cat|load|fetch|access|get|send|include|pass|copy|print|provide|attach|use|list|find|extract|contents? of)";
const SECRET_FILES =
  "(?:~|\\$HOME|%USERPROFILE%|/home/[\\w.-]{1,40}|/root|/Users/[\\w.-]{1,40})?[\\\\/]?(?:\\.ssh\\b|\\.aws\\b|\\.gnupg\\b|\\.kube/config|\\.netrc\\b|\\.npmrc\\b|\\.git-credentials\\b|\\.docker/config|id_rsa\\b|id_ed25519\\b|\\.cursor/mcp\\.json|mcp\\.json\\b|claude_desktop_config\\.json|etc/(?:passwd|shadow)\\b|\\.bash_history\\b|\\.env\\b(?!\\.example)|wallet\\.dat\\b|\\.config/gcloud)";

/** Orders that would carry something away, and words about tools of other servers. */
export const REACH_AWAY_RULES: readonly HiddenRule[] = [
  patternRule({
    id: "reads-secret-files",
    kind: "exfiltration",
    says: "tells the model to read a file that mostly holds secrets",
    pattern: new RegExp(`\\b${READS}\\b[^\\n]{0,60}?(?<![\\w-])${SECRET_FILES}`, "gi"),
  }),
  patternRule({
    id: "sends-away",
    kind: "exfiltration",
    says: "tells the model to send something to an address",
    pattern: new RegExp(
      `\\b${SENDS}\\b[^.\\n]{0,80}\\b(?:contents?|data|conversation|history|messages?|files?|keys?|tokens?|credentials?|passwords?|secrets?|results?|output|context|prompt|everything)\\b[^\\n]{0,40}?\\b(?:to|at|via)\\b[^\\n]{0,40}?(?:https?://[^\\s"'<>)]{3,200}|[\\w.+-]{1,40}@[\\w-]{1,40}\\.[a-z]{2,10})`,
      "gi",
    ),
  }),
  patternRule({
    id: "changes-recipients",
    kind: "exfiltration",
    says: "tells the model to add or change a recipient",
    pattern:
      /\b(?:bcc|cc|copy|add|change|replace|set|redirect|forward)\b[^.\n]{0,60}\b(?:recipients?|mails?|e-?mails?|messages?|number|address)\b[^.\n]{0,40}?\b(?:to|with|as|is)\b[^.\n]{0,20}?(?:[\w.+-]{1,40}@[\w-]{1,40}\.[a-z]{2,10}|\+\d{7,15})/gi,
  }),
  patternRule({
    id: "asks-for-conversation",
    kind: "exfiltration",
    says: "asks for the whole conversation or for what the model was told",
    pattern:
      /\b(?:include|pass|put|paste|provide|insert|supply|attach|summari[sz]e|copy|contains?|must be|should be)\b[^.\n]{0,40}\b(?:entire|full|whole|complete|all(?: of)?(?: the)?|previous|prior|raw)\b[^.\n]{0,20}\b(?:conversation|chat|dialog(?:ue)?|message history|chat history|system prompt|system message|previous messages|prior messages|your (?:instructions|context|memory))\b/gi,
  }),
  patternRule({
    id: "speaks-of-other-tools",
    kind: "other_tools",
    says: "tells the model how to use or not to use other tools",
    pattern:
      /\b(?:(?:before|whenever|every time|each time|when) (?:you )?(?:us(?:e|ing)|call(?:ing)?|invok(?:e|ing)|run(?:ning)?) (?:any|all|another|every|other) (?:other )?tools?|(?:do not|don['’]t|never) (?:use|call|invoke|trust) (?:any |the |all )?(?:other|original|old|built-?in) [\w -]{0,30}?tools?|instead of (?:any|all|the) (?:other|original|built-?in|old|default) [\w -]{0,30}?tools?|(?:takes?|has|have) (?:precedence|priority) over (?:any|all|the|every) (?:other )?[\w -]{0,20}?tools?|(?:replaces|supersedes|overrides|shadows) (?:the |any |all )?(?:other|original|old|built-?in|default) [\w -]{0,30}?tools?|the (?:side[- ]effects?|behaviou?r) of (?:the )?[\w-]{2,60} (?:tool )?(?:change|must|should))\b/gi,
  }),
];
