import { type HiddenRule, patternRule } from "./hidden-rule.ts";

export const ORDER_RULES: readonly HiddenRule[] = [
  patternRule({
    id: "ignores-instructions",
    kind: "orders",
    says: "tells the model to ignore what it was told before",
    pattern:
      /\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,30}\b(?:previous|prior|above|earlier|preceding|existing|system|safety|all|any|other|your)\b[^.\n]{0,30}\b(?:instructions?|prompts?|rules?|guidelines?|directives?|restrictions?|polic(?:y|ies))\b/gi,
  }),
  patternRule({
    id: "hides-from-people",
    kind: "orders",
    says: "tells the model to keep something from people",
    pattern:
      /\b(?:do not|don['’]t|never|must not|should not|mustn['’]t|without|avoid|refrain from)\b[^.\n]{0,30}\b(?:tell|telling|mention|mentioning|inform|informing|reveal|revealing|notify|notifying|disclose|disclosing|alert|alerting|warn|warning|let)\b[^.\n]{0,40}\b(?:users?|humans?|persons?|people|customers?|operators?|anyone|anybody|them)\b/gi,
  }),
  patternRule({
    id: "keeps-secret",
    kind: "orders",
    says: "tells the model to do something in secret",
    pattern:
      /\b(?:keep (?:this|it|that) (?:secret|hidden|private|confidential|to yourself)|(?:secretly|silently|covertly|discreetly)\b[^.\n]{0,20}\b(?:send|read|copy|call|include|forward|upload|add|pass|execute|run)|(?:user|human|they) (?:must|should|does|do|need) not (?:know|see|notice|be aware|be told)|hide (?:this|it) from (?:the )?(?:user|human))\b/gi,
  }),
  patternRule({
    id: "marked-as-order",
    kind: "orders",
    says: "is marked up as an order to the model",
    pattern:
      /<\/?(?:important|system|secret|hidden|critical|override|admin|instructions?_?(?:override|for_?ai))(?:\s[^<>\n]{0,80})?>|<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>|\[\/?(?:INST|SYSTEM)\]|<<\/?SYS>>/gi,
  }),
  patternRule({
    id: "new-role",
    kind: "orders",
    says: "gives the model another role or another task",
    pattern:
      /\b(?:you are now (?:a|an|the|in)\b|from now on,? (?:you|always|never)\b|new (?:system )?instructions?\s{0,3}:|your (?:real|true|actual|new) (?:task|goal|purpose|instructions?)\b|act as (?:the )?system\b|system (?:prompt|message)\s{0,3}:|developer mode\b)/gi,
  }),
  patternRule({
    id: "hidden-markup",
    kind: "orders",
    says: "holds markup that is not shown when it is drawn",
    pattern:
      /<!--(?:(?!<!--)[^\n]){1,2000}?-->|<[a-z]{1,10}\s[^<>\n]{0,200}(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|font-size\s{0,3}:\s{0,3}0)[^<>\n]{0,200}>/gi,
  }),
  patternRule({
    id: "packed-text",
    kind: "orders",
    says: "holds a long packed text that nobody can read",
    pattern:
      /(?<![A-Za-z0-9+/=_-])(?=[A-Za-z0-9+/_-]{0,60}[a-z])(?=[A-Za-z0-9+/_-]{0,60}[A-Z])(?=[A-Za-z0-9+/_-]{0,60}[0-9])[A-Za-z0-9+/_-]{96,4000}={0,2}/g,
  }),
];
