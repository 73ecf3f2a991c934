import type { HiddenRule } from "./hidden-rule.ts";

const SIDENOTE =
  /^(?:side_?notes?|conversation(?:_?(?:history|log|dump))?|chat_?(?:history|log)|message_?history|system_?prompt|full_?context|context_?dump|all_?messages|previous_?messages|prior_?messages|user_?secrets?|env_?vars_?dump|model_?instructions|reasoning_?trace)$/i;

/** Parameters through which a conversation or a secret leaves, whatever the tool is for. */
export const PARAMETER_RULES: readonly HiddenRule[] = [
  {
    id: "sidenote-parameter",
    kind: "exfiltration",
    says: "names a parameter for the conversation or for what the model was told",
    find: ({ text, isParameter }) =>
      isParameter && SIDENOTE.test(text) ? [{ start: 0, end: text.length }] : [],
  },
];
