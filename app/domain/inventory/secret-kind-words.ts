import type { SECRET_KINDS } from "./scan-inputs.ts";

/** Each kind of secret as the subject of a sentence. */
export const SECRET_KIND_WORDS: Record<(typeof SECRET_KINDS)[number], string> = {
  "github-token": "A GitHub token",
  "gitlab-token": "A GitLab token",
  "slack-token": "A Slack token",
  "openai-key": "An OpenAI key",
  "anthropic-key": "An Anthropic key",
  "google-key": "A Google key",
  "aws-key": "An AWS key",
  "stripe-key": "A Stripe key",
  "npm-token": "An npm token",
  "pypi-token": "A PyPI token",
  "huggingface-token": "A Hugging Face token",
  "notion-token": "A Notion token",
  "atlassian-token": "An Atlassian token",
  "other-vendor-token": "A vendor's access token",
  "json-web-token": "A signed token (JWT)",
  "private-key": "A private key",
  "connection-string": "A connection string with its password",
  "url-credentials": "A user name or password in an address",
  "authorization-header": "An authorization header",
  "password-or-token": "A password or token",
  "high-entropy": "A value that looks like a secret",
};
