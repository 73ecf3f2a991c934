import type { TokenHost } from "#app/domain/packages/repository/repository-token-inputs.ts";

export const TOKEN_HOST_LABELS: Record<TokenHost, string> = { github: "GitHub", gitlab: "GitLab" };
