import { describe, expect, test } from "vitest";
import { identifyLaunch } from "#app/domain/inventory/launch-identity.ts";
import { redactLaunch } from "#app/domain/inventory/redact-launch.ts";

function stdio(command: string, ...args: string[]) {
  return identifyLaunch(
    redactLaunch({ transport: "stdio", command, args, env: [], headers: [] }, { home: "/home/ada" }),
  );
}

type Row = [line: string[], identity: string, release: string | null, pinned: boolean];

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

const ROWS: Row[] = [
  [["npx", "-y", "@sentry/mcp-server@0.36.0"], "npm:@sentry/mcp-server", "0.36.0", true],
  [["npx", "@sentry/mcp-server@latest"], "npm:@sentry/mcp-server", null, false],
  [["npx", "-y", "mcp-server-x"], "npm:mcp-server-x", null, false],
  [["npx", "-y", "mcp-server-x@^1.2.0"], "npm:mcp-server-x", null, false],
  [["npx", "-y", "mcp-server-x@1"], "npm:mcp-server-x", null, false],
  [["npx", "-p", "@scope/pkg@1.0.0", "some-bin", "--flag"], "npm:@scope/pkg", "1.0.0", true],
  [["npx", "--package=@scope/pkg", "-y", "bin"], "npm:@scope/pkg", null, false],
  [["npx", "-y", "--", "pkg@2.0.1", "--x"], "npm:pkg", "2.0.1", true],
  [["npx.cmd", "-y", "pkg@2.0.1"], "npm:pkg", "2.0.1", true],
  [["/opt/homebrew/bin/npx", "-y", "pkg"], "npm:pkg", null, false],
  [["C:\\Program Files\\nodejs\\npx.cmd", "-y", "pkg"], "npm:pkg", null, false],
  [["npm", "exec", "-y", "--", "@scope/pkg@1.2.3"], "npm:@scope/pkg", "1.2.3", true],
  [["npm", "x", "pkg"], "npm:pkg", null, false],
  [["pnpm", "dlx", "pkg@3.1.4"], "npm:pkg", "3.1.4", true],
  [["pnpm", "--package=pkg", "dlx", "bin"], "npm:pkg", null, false],
  [["pnpx", "pkg"], "npm:pkg", null, false],
  [["yarn", "dlx", "pkg@1.0.0-beta.1"], "npm:pkg", "1.0.0-beta.1", true],
  [["bunx", "--bun", "@s/p"], "npm:@s/p", null, false],
  [["bun", "x", "@s/p@1.0.0"], "npm:@s/p", "1.0.0", true],
  [["deno", "run", "-A", "npm:@s/p@1.0.0"], "npm:@s/p", "1.0.0", true],
  [["npx", "-y", "alias@npm:@real/pkg@4.0.0"], "npm:@real/pkg", "4.0.0", true],
  [["npx -y pkg@1.0.0 --stdio"], "npm:pkg", "1.0.0", true],
  [["npx", "-y", "github:someone/server"], "command:npx github:someone/server", null, false],
  [
    ["npx", "--registry", "https://npm.example.org", "pkg"],
    "command:npx https://npm.example.org pkg",
    null,
    false,
  ],
  [["node", "/home/ada/app/node_modules/@scope/pkg/dist/index.js"], "npm:@scope/pkg", null, false],
  [["node", "node_modules/.bin/mcp-server-x"], "command:mcp-server-x", null, false],
  [["uvx", "mcp-server-fetch"], "pypi:mcp-server-fetch", null, false],
  [["uvx", "mcp-server-fetch==2025.4.7"], "pypi:mcp-server-fetch", "2025.4.7", true],
  [["uvx", "mcp-server-fetch@1.2"], "pypi:mcp-server-fetch", "1.2", true],
  [["uvx", "mcp-server-fetch@latest"], "pypi:mcp-server-fetch", null, false],
  [["uvx", "--from", "My_Package.Name[extra]==1.0", "the-bin"], "pypi:my-package-name", "1.0", true],
  [
    ["uvx", "--python", "3.12", "--with", "x", "awslabs.core-mcp-server@latest"],
    "pypi:awslabs-core-mcp-server",
    null,
    false,
  ],
  [
    ["uvx", "--from", "git+https://github.com/o/r@main", "serve"],
    "command:uvx git+https://github.com/o/r@main",
    null,
    false,
  ],
  [["uv", "tool", "run", "pkg>=1"], "pypi:pkg", null, false],
  [["uv", "run", "--with", "pkg==2.0", "pkg", "serve"], "pypi:pkg", "2.0", true],
  [
    ["uv", "run", "--with", "mcp[cli]", "mcp", "run", "/home/ada/dev/weather/server.py"],
    "command:mcp run weather/server.py",
    null,
    false,
  ],
  [
    ["uv", "--directory", "/home/ada/dev/weather", "run", "weather.py"],
    "command:python weather/weather.py",
    null,
    false,
  ],
  [["uv", "run", "python", "tools/phrocs/mcp_server.py"], "command:python phrocs/mcp_server.py", null, false],
  [["pipx", "run", "pkg==1.0.0"], "pypi:pkg", "1.0.0", true],
  [["pipx", "run", "--spec", "pkg==1.0.0", "bin"], "pypi:pkg", "1.0.0", true],
  [["docker", "run", "-i", "--rm", "-e", "A=1", "mcp/fetch"], "oci:docker.io/mcp/fetch", null, false],
  [
    ["docker", "run", "-i", "--rm", "-e", "TOKEN", "ghcr.io/github/github-mcp-server:0.5.0", "stdio"],
    "oci:ghcr.io/github/github-mcp-server",
    "0.5.0",
    false,
  ],
  [
    [
      "docker",
      "run",
      "-it",
      "--network",
      "none",
      "-v",
      "/a:/b",
      "--mount",
      "type=bind,src=/a,dst=/b",
      "alpine:latest",
      "sh",
    ],
    "oci:docker.io/library/alpine",
    null,
    false,
  ],
  [
    ["docker", "run", "-p8080:80", "-ie", "X=1", "--name=y", "--pull", "always", `mcp/time@${DIGEST}`],
    "oci:docker.io/mcp/time",
    DIGEST,
    true,
  ],
  [
    ["docker", "--context", "remote", "container", "run", "--init", "localhost:5000/team/server:2"],
    "oci:localhost:5000/team/server",
    "2",
    false,
  ],
  [["podman", "run", "--rm", "index.docker.io/mcp/fetch"], "oci:docker.io/mcp/fetch", null, false],
  [["docker", "mcp", "gateway", "run"], "command:docker mcp gateway run", null, false],
  [["docker", "exec", "-i", "box", "server"], "command:docker exec box", null, false],
  [
    ["npx", "-y", "mcp-remote", "https://Mcp.Example.com:443/sse/"],
    "remote:https://mcp.example.com/sse",
    null,
    false,
  ],
  [
    ["npx", "mcp-remote@0.1.18", "https://m.example/mcp?api_key=abc", "--header", "Authorization: Bearer x"],
    "remote:https://m.example/mcp",
    null,
    false,
  ],
  [["bunx", "mcp-remote@latest", "http://m.example/mcp", "3334"], "remote:http://m.example/mcp", null, false],
  [
    ["npx", "-y", "supergateway", "--sse", "https://m.example/sse"],
    "remote:https://m.example/sse",
    null,
    false,
  ],
  [
    ["uvx", "mcp-proxy", "--transport", "sse", "https://m.example/sse"],
    "remote:https://m.example/sse",
    null,
    false,
  ],
  [["uvx", "mcp-proxy", "--port", "8080", "--", "uvx", "x"], "pypi:mcp-proxy", null, false],
  [["bash", "-lc", "npx -y pkg@1.0.0"], "npm:pkg", "1.0.0", true],
  [["sh", "-c", "cd /home/ada/x && TOKEN=abc exec npx -y 'pkg'"], "npm:pkg", null, false],
  [["cmd", "/c", "npx", "-y", "pkg"], "npm:pkg", null, false],
  [["cmd.exe", "/d", "/s", "/c", "npx -y pkg"], "npm:pkg", null, false],
  [["powershell", "-NoProfile", "-Command", "npx -y pkg"], "npm:pkg", null, false],
  [["env", "A=B", "npx", "-y", "pkg"], "npm:pkg", null, false],
  [["/usr/bin/env", "-u", "X", "uvx", "pkg"], "pypi:pkg", null, false],
  [["sudo", "-u", "svc", "docker", "run", "mcp/fetch"], "oci:docker.io/mcp/fetch", null, false],
  [["nice", "-n", "10", "npx", "pkg"], "npm:pkg", null, false],
  [["dotenv", "-e", ".env", "--", "npx", "pkg"], "npm:pkg", null, false],
  [["op", "run", "--env-file=.env", "--", "npx", "pkg"], "npm:pkg", null, false],
  [["doppler", "run", "-p", "x", "--", "uvx", "pkg"], "pypi:pkg", null, false],
  [["aws-vault", "exec", "prod", "--", "uvx", "pkg"], "pypi:pkg", null, false],
  [["bash", "-c", "sudo bash -c 'npx pkg@1.0.0'"], "npm:pkg", "1.0.0", true],
  [
    ["bash", "-c", "curl https://x.example/i.sh | sh"],
    "command:bash -c curl https://x.example/i.sh | sh",
    null,
    false,
  ],
  [["wsl.exe", "-d", "Ubuntu", "--", "npx", "pkg"], "npm:pkg", null, false],
  [["/usr/local/bin/github-mcp-server", "stdio"], "command:github-mcp-server stdio", null, false],
  [["/home/ada/.local/bin/thing"], "command:thing", null, false],
  [["node", "/home/ada/dev/my-server/build/index.js"], "command:node my-server/build/index.js", null, false],
  [["python3.12", "-m", "my_server"], "command:python -m my_server", null, false],
  [
    ["dotnet", "run", "--project", "${workspaceFolder}/src/Cli/Cli.csproj"],
    "command:dotnet run Cli/Cli.csproj",
    null,
    false,
  ],
  [["dnx", "Hex1b.McpServer@0.47.0", "--yes"], "command:dnx hex1b.mcpserver", "0.47.0", true],
  [["npx", "-p", "@good/pkg", "node", "evil.js"], "command:node evil.js", null, false],
  [["npx", "-p", "@good/pkg", "-c", "good && evil"], "command:sh -c good && evil", null, false],
  [["npx", "-p", "@good/pkg@1.0.0", "-c", "good --x"], "npm:@good/pkg", "1.0.0", true],
  [["npx", "-p", "evil", "-p", "@good/pkg", "pkg"], "command:npx evil", null, false],
  [["uvx", "--from", "good", "python", "evil.py"], "command:python evil.py", null, false],
  [
    ["npx", "-y", "@smithery/cli@latest", "run", "@scope/server", "--key", "x"],
    "command:smithery run @scope/server",
    null,
    false,
  ],
  [
    ["/Applications/My IDE.app/jbr/bin/java", "-classpath", "/x/a.jar:/x/b.jar", "com.example.Runner"],
    "command:java com.example.Runner",
    null,
    false,
  ],
  [
    ["java", "-jar", "/home/ada/tools/server/server.jar"],
    "command:java -jar tools/server/server.jar",
    null,
    false,
  ],
  [["wsl", "--exec", "npx", "pkg"], "npm:pkg", null, false],
  [["npx", "mcp-remote", "${MCP_URL}"], "remote:${MCP_URL}", null, false],
  [["npm", "run", "start-stdio"], "command:npm run start-stdio", null, false],
  [["npm", "--prefix", "/home/ada/x", "run", "start"], "command:npm run start in x", null, false],
  [["npx", "-y", "tsx", "/home/ada/x/src/server.ts"], "command:tsx x/src/server.ts", null, false],
  [["npx", "-y", "dotenv-cli", "-e", ".env", "--", "npx", "pkg@1.0.0"], "npm:pkg", "1.0.0", true],
  [["node", "--import", "tsx", "-r", "a/b", "/srv/x/server.ts"], "command:node x/server.ts", null, false],
  [["deno", "run", "-A", "npm:/@s/p@1.0.0/main"], "npm:@s/p", "1.0.0", true],
  [["docker", "compose", "-f", "x.yml", "run", "--rm", "mcp"], "command:docker compose run mcp", null, false],
  [["uv", "run", "--project", "/home/ada/x", "python", "-m", "t"], "command:python -m t", null, false],
  [["py", "-3", "server.py"], "command:python server.py", null, false],
  [["zsh", "-ic", "nvm use 20 >/dev/null 2>&1 && npx pkg@1.0.0"], "npm:pkg", "1.0.0", true],
  [["aspire", "mcp", "start"], "command:aspire mcp start", null, false],
];

describe("a launch is known by what it starts", () => {
  test.each(ROWS)("%j", (words, identity, release, pinned) => {
    const [command = "", ...args] = words;
    const known = stdio(command, ...args);
    expect({ identity: known.identity, release: known.release, pinned: known.pinned }).toEqual({
      identity,
      release,
      pinned,
    });
    expect(known.kind).toBe(identity.slice(0, identity.indexOf(":")));
  });
});

test("a remote address is compared without case, default port, query, user and trailing slash", () => {
  const of = (url: string) =>
    identifyLaunch(redactLaunch({ transport: "http", url, args: [], env: [], headers: [] })).identity;
  expect(of("HTTPS://u:p@MCP.Example.com:443/mcp/?token=x#y")).toBe("remote:https://mcp.example.com/mcp");
  expect(of("https://mcp.example.com")).toBe(of("https://mcp.example.com/"));
  expect(of("http://mcp.example.com:8080/MCP")).toBe("remote:http://mcp.example.com:8080/MCP");
  expect(of("https://${env:HOST}/mcp")).toBe("remote:https://${env:HOST}/mcp");
});

test("a bridge keeps both faces: the remote server and the local program", () => {
  expect(stdio("npx", "-y", "mcp-remote@0.1.18", "https://m.example/mcp")).toMatchObject({
    via: "mcp-remote",
    wrappers: ["npm:mcp-remote@0.1.18"],
  });
});

test("a package from another index is not taken for the public one of the same name", () => {
  const launch = redactLaunch({
    transport: "stdio",
    command: "uvx",
    args: ["pkg"],
    env: [["UV_INDEX_URL", "https://x.example"]],
    headers: [],
  });
  expect(identifyLaunch(launch).identity).toBe("command:uvx pkg");
});

test("what is started in a folder belongs to that folder", () => {
  const of = (command: string, args: string[], cwd: string) =>
    identifyLaunch(redactLaunch({ transport: "stdio", command, args, env: [], headers: [], cwd })).identity;
  expect(of("npm", ["run", "start"], "/home/ada/dev/weather")).toBe("command:npm run start in weather");
  expect(of("node", ["dist/index.js"], "/home/ada/dev/weather")).toBe("command:node weather/dist/index.js");
  expect(of("node", ["/srv/other/dist/index.js"], "/home/ada/dev/weather")).toBe(
    "command:node other/dist/index.js",
  );
});
