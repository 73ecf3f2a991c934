/** A report of one file with one server, as the command line sends it. */
export const SCAN_EXAMPLE = {
  reportId: "019a0000-0000-7000-8000-000000000001",
  collectorVersion: "0.1.0",
  deviceName: "pasted",
  files: [
    {
      client: "cursor",
      scope: "user",
      path: "~/.cursor/mcp.json",
      outcome: "found",
      entries: [
        {
          name: "sentry",
          enabled: true,
          launch: {
            transport: "stdio",
            command: "npx",
            args: [
              { kind: "plain", text: "-y" },
              { kind: "plain", text: "@sentry/mcp-server@0.18.0" },
            ],
            env: [],
            headers: [],
          },
        },
      ],
    },
  ],
};
