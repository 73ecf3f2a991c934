/** A server as a snippet describes it, before a client's own way of writing it. */
export interface PlainServer {
  command?: string;
  args?: readonly string[];
  url?: string;
  transport: "stdio" | "http" | "sse";
  /** Names with their values as the client may read them: references, or placeholders. */
  values: readonly (readonly [name: string, value: string])[];
  /** The variables of the environment those values come from. */
  variables: readonly (readonly [name: string, variable: string])[];
}

function filled(record: Record<string, unknown>): Record<string, unknown> {
  const isEmpty = (value: unknown) =>
    value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
  return Object.fromEntries(
    Object.entries(record).filter(([key, value]) => key === "args" || !isEmpty(value)),
  );
}

/** The shape that most clients share, with the client's words for the kinds of transport, if it wants any. */
export function sharedEntry(
  server: PlainServer,
  types: Partial<Record<PlainServer["transport"], string>> = {},
): Record<string, unknown> {
  const type = types[server.transport];
  const values = Object.fromEntries(server.values);
  if (server.url !== undefined) return filled({ type, url: server.url, headers: values });
  return filled({ type, command: server.command, args: server.args ?? [], env: values });
}

/** The shared shape with these words for the kinds of transport. */
export const typed =
  (
    types: Partial<Record<PlainServer["transport"], string>>,
  ): ((server: PlainServer) => Record<string, unknown>) =>
  (server) =>
    sharedEntry(server, types);

export function opencodeEntry(server: PlainServer): Record<string, unknown> {
  const values = Object.fromEntries(server.values);
  if (server.url !== undefined)
    return filled({ type: "remote", url: server.url, headers: values, enabled: true });
  const command = [server.command ?? "", ...(server.args ?? [])];
  return filled({ type: "local", command, environment: values, enabled: true });
}

export function gooseEntry(server: PlainServer, name: string): Record<string, unknown> {
  const common = { name, enabled: true };
  if (server.url !== undefined) {
    const type = server.transport === "sse" ? "sse" : "streamable_http";
    return filled({ type, ...common, uri: server.url, headers: Object.fromEntries(server.values) });
  }
  const keys = server.variables.map(([variable]) => variable);
  return filled({ type: "stdio", ...common, cmd: server.command, args: server.args ?? [], env_keys: keys });
}

export function continueEntry(server: PlainServer, name: string): Record<string, unknown> {
  const { headers, ...entry } = sharedEntry(server, { http: "streamable-http", sse: "sse" });
  return filled({ name, ...entry, requestOptions: headers === undefined ? undefined : { headers } });
}

/** Vibe names one variable for one header. */
export function vibeEntry(server: PlainServer, name: string): Record<string, unknown> {
  const [first] = server.variables;
  if (server.url === undefined) return filled({ name, transport: "stdio", ...sharedEntry(server) });
  const others = Object.fromEntries(server.values.slice(1));
  const key =
    first === undefined
      ? {}
      : {
          api_key_env: first[1],
          api_key_header: first[0],
          api_key_format: /^authorization$/i.test(first[0]) ? "Bearer {token}" : "{token}",
        };
  return filled({ name, transport: "streamable-http", url: server.url, ...key, headers: others });
}

/** Codex takes the names of variables, for a header as for the environment. */
export function codexEntry(server: PlainServer): Record<string, unknown> {
  if (server.url === undefined) {
    const names = server.variables.map(([name]) => name);
    return filled({ command: server.command, args: server.args ?? [], env_vars: names });
  }
  const bearer = server.variables.find(([name]) => /^authorization$/i.test(name));
  const others = server.variables.filter((one) => one !== bearer);
  return filled({
    url: server.url,
    bearer_token_env_var: bearer?.[1],
    env_http_headers: Object.fromEntries(others),
  });
}
