import { describe, expect, test } from "vitest";
import { connectionOf, LaunchConnection } from "#app/domain/connections/launch-connection.ts";
import type { Launch, LaunchVariable } from "#app/domain/inventory/scan-inputs.ts";
import { isInNetwork, readIp, readIpNetwork } from "#app/domain/trust/ip-networks.ts";
import { zoneOfHost } from "#app/domain/trust/zone-of-host.ts";

const plain = (text: string) => ({ kind: "plain" as const, text });
const started = (line: string, more: Partial<Launch> = {}): Launch => {
  const [command = "", ...args] = line.split(" ");
  return { transport: "stdio", command, args: args.map(plain), env: [], headers: [], ...more };
};
const called = (url: string, more: Partial<Launch> = {}): Launch => ({
  transport: "http",
  url,
  args: [],
  env: [],
  headers: [],
  ...more,
});
const variable = (name: string, text?: string): LaunchVariable => ({
  name,
  value: text === undefined ? { kind: "secret", secretKind: "high-entropy" } : { kind: "reference", text },
});

describe("the zone of a host", () => {
  test.each([
    ["localhost", "developer_machine"],
    ["app.localhost", "developer_machine"],
    ["127.0.0.1", "developer_machine"],
    ["[::1]", "developer_machine"],
    ["10.1.2.3", "internal_segment"],
    ["172.31.0.1", "internal_segment"],
    ["172.32.0.1", "public_internet"],
    ["192.168.1.1", "internal_segment"],
    ["[fd00::1]", "internal_segment"],
    ["[::ffff:10.0.0.1]", "internal_segment"],
    ["mcp", "internal_segment"],
    ["mcp.corp", "internal_segment"],
    ["db.prod.internal", "internal_segment"],
    ["mcp.example.com", "public_internet"],
    ["mcp.example.com.", "public_internet"],
    ["8.8.8.8", "public_internet"],
    ["•••.example.com", null],
    ["${HOST}", null],
    ["", null],
  ])("%s is %s", (host, zone) => {
    expect(zoneOfHost(host)).toBe(zone);
  });
});

describe("networks", () => {
  test.each([
    ["10.0.0.0/8", "10.255.255.255", true],
    ["10.0.0.0/8", "11.0.0.0", false],
    ["0.0.0.0/0", "8.8.8.8", true],
    ["0.0.0.0/0", "::1", false],
    ["2001:db8::/32", "2001:db8:ffff::1", true],
    ["2001:db8::/32", "2001:db9::1", false],
    ["192.168.1.7", "192.168.1.7", true],
    ["10.0.0.0/8", "::ffff:10.1.1.1", true],
  ])("%s holds %s: %s", (network, address, expected) => {
    const read = readIpNetwork(network);
    const ip = readIp(address);
    if (!read || !ip) throw new Error("It was not read.");
    expect(isInNetwork(ip, read)).toBe(expected);
  });

  test.each([
    "10.0.0.1/8",
    "10.0.0.0/33",
    "10.0.0/8",
    "::/129",
    "1::2::3/64",
    "host",
    "10.0.0.0/8/8",
    "256.1.1.1",
    "",
    "010.0.0.1",
  ])("%s is no network", (text) => {
    expect(readIpNetwork(text)).toBeUndefined();
  });
});

describe("the connection of a launch", () => {
  test.each<[string, Launch, Partial<LaunchConnection>]>([
    [
      "npx",
      started("npx -y server@1.0.0"),
      { way: "local", zone: "developer_machine", secrets: [], host: null },
    ],
    ["a container", started("docker run -i --rm mcp/files"), { zone: "developer_machine" }],
    [
      "a container without network",
      started("docker run -i --network none mcp/files https://api.example.com"),
      { zone: "container_without_network", reaches: [] },
    ],
    ["--net=none", started("podman run --net=none mcp/files"), { zone: "container_without_network" }],
    [
      "a word of the server's own",
      started("docker run mcp/files --network none"),
      { zone: "developer_machine" },
    ],
    [
      "https",
      called("https://MCP.example.com:8443/x"),
      { way: "tls", host: "mcp.example.com", zone: "public_internet" },
    ],
    [
      "http on this machine",
      called("http://localhost:3000/mcp"),
      { way: "plain", zone: "developer_machine" },
    ],
    ["http inside", called("http://10.0.0.5/mcp"), { way: "plain", zone: "internal_segment" }],
    ["an address with a reference", called("https://${HOST}/mcp"), { way: "tls", host: null, zone: null }],
    ["IPv6", called("https://[2606:4700::1]/mcp"), { host: "[2606:4700::1]", zone: "public_internet" }],
    [
      "a bridge",
      started("npx -y mcp-remote https://mcp.example.com/sse"),
      { transport: "stdio", way: "tls", host: "mcp.example.com", zone: "public_internet" },
    ],
  ])("%s", (_, launch, expected) => {
    const connection = connectionOf(launch);
    expect(connection).toMatchObject(expected);
    expect(LaunchConnection.parse(connection)).toEqual(connection);
  });

  test.each<[string, Launch, string[]]>([
    [
      "a literal in a header",
      called("https://x.example", { headers: [variable("Authorization")] }),
      ["file"],
    ],
    [
      "a reference in a header",
      called("https://x.example", { headers: [variable("Authorization", "Bearer ${env:TOKEN}")] }),
      ["variable"],
    ],
    [
      "a reference behind a flag",
      started("npx x", { args: [plain("--token"), { kind: "reference", text: "${env:TOKEN}" }] }),
      ["variable"],
    ],
    ["a prompted one", started("npx x", { env: [variable("API_KEY", "${input:key}")] }), ["prompt"]],
    ["a reference that is no secret", started("npx x", { env: [variable("PATH", "${env:PATH}")] }), []],
    [
      "a secret in the address",
      called("https://x.example/?k=•••", { urlSecret: { secretKind: "high-entropy" } }),
      ["file"],
    ],
    [
      "several",
      started("npx x", {
        env: [variable("A_TOKEN"), variable("B_TOKEN", "${B}"), variable("C_KEY", "${input:c}")],
      }),
      ["file", "variable", "prompt"],
    ],
    [
      "a header of a bridge",
      started("npx -y mcp-remote https://x.example --header", {
        args: [
          ..."-y mcp-remote https://x.example --header".split(" "),
          "Authorization: Bearer ${TOKEN}",
        ].map(plain),
      }),
      ["variable"],
    ],
  ])("%s is found", (_, launch, places) => {
    expect(connectionOf(launch).secrets).toEqual(places);
  });

  test.each([
    ["npx db postgresql://•••@db.prod.internal:5432/x", ["db.prod.internal"]],
    ["npx db --host db.corp --port 5432", ["db.corp"]],
    ["npx api --base-url=https://api.example.com/v1 --db-host=10.0.0.8", ["10.0.0.8", "api.example.com"]],
    ["npx api http://localhost:8080", []],
    ["uvx --from git+https://github.com/a/b tool", []],
    ["uvx --index-url https://pypi.corp/simple tool", []],
    ["npx api https://${HOST}/x https://•••.example", []],
  ])("%s reaches %j", (line, hosts) => {
    expect(connectionOf(started(line)).reaches).toEqual(hosts);
  });
});
