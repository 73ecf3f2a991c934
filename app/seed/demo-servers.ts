type Hint = "read" | "write" | "destructive" | "undeclared";
/** Name, what it does, what its annotations claim. */
export type DemoTool = readonly [name: string, description: string, hint: Hint];

type DemoServer = {
  /** As it stands in a client file, without what the variable holds. */
  launch: { command: string; args: readonly string[] } | { url: string };
  /** The variable, or for a URL the header, in which a credential goes. */
  credential?: string;
  /** Nobody has looked at servers without. */
  listed?: { release: string; tools: readonly DemoTool[] };
};

const npx = (spec: string, ...more: string[]) => ({ command: "npx", args: ["-y", spec, ...more] });
const uvx = (...args: string[]) => ({ command: "uvx", args });
const docker = (image: string, ...options: string[]) => ({
  command: "docker",
  args: ["run", "-i", "--rm", ...options, image],
});

/** Real public servers. Releases and tool lists are demo data, shortened and in our own words. */
export const SERVERS = {
  memory: {
    launch: npx("@modelcontextprotocol/server-memory@2025.9.25"),
    listed: {
      release: "2025.9.25",
      tools: [
        ["create_entities", "Adds entities to the local knowledge graph.", "write"],
        ["read_graph", "Reads the whole graph.", "read"],
        ["search_nodes", "Finds entities by text.", "read"],
        ["delete_entities", "Removes entities and their relations.", "destructive"],
      ],
    },
  },
  filesystem: {
    launch: npx("@modelcontextprotocol/server-filesystem", "~/work"),
    listed: {
      release: "2025.8.21",
      tools: [
        ["read_text_file", "Reads a text file below the allowed folders.", "read"],
        ["list_directory", "Lists a folder.", "read"],
        ["write_file", "Writes a file, replacing what is there.", "destructive"],
        ["move_file", "Moves or renames a file.", "destructive"],
      ],
    },
  },
  githubNpm: {
    launch: npx("@modelcontextprotocol/server-github"),
    credential: "GITHUB_PERSONAL_ACCESS_TOKEN",
    listed: {
      release: "2025.4.8",
      tools: [
        ["search_repositories", "Searches repositories.", "undeclared"],
        ["get_file_contents", "Reads a file of a repository.", "undeclared"],
        ["create_pull_request", "Opens a pull request.", "undeclared"],
        ["merge_pull_request", "Merges a pull request.", "undeclared"],
        ["push_files", "Pushes several files in one commit.", "undeclared"],
      ],
    },
  },
  github: {
    launch: docker("ghcr.io/github/github-mcp-server:v0.20.1", "-e", "GITHUB_PERSONAL_ACCESS_TOKEN"),
    credential: "GITHUB_PERSONAL_ACCESS_TOKEN",
    listed: {
      release: "v0.20.1",
      tools: [
        ["get_file_contents", "Reads a file of a repository.", "read"],
        ["list_issues", "Lists issues of a repository.", "read"],
        ["search_code", "Searches code.", "read"],
        ["create_issue", "Opens an issue.", "write"],
        ["create_pull_request", "Opens a pull request.", "write"],
        ["merge_pull_request", "Merges a pull request.", "destructive"],
        ["delete_file", "Deletes a file in a commit.", "destructive"],
      ],
    },
  },
  slack: {
    launch: npx("@modelcontextprotocol/server-slack@2025.4.25"),
    credential: "SLACK_BOT_TOKEN",
    listed: {
      release: "2025.4.25",
      tools: [
        ["slack_list_channels", "Lists public channels.", "undeclared"],
        ["slack_get_channel_history", "Reads recent messages.", "undeclared"],
        ["slack_post_message", "Posts to a channel.", "undeclared"],
        ["slack_add_reaction", "Adds a reaction.", "undeclared"],
      ],
    },
  },
  postgres: {
    launch: npx("@modelcontextprotocol/server-postgres"),
    credential: "DATABASE_URL",
    listed: {
      release: "0.6.2",
      tools: [["query", "Runs a read-only query.", "undeclared"]],
    },
  },
  sequential: {
    launch: npx("@modelcontextprotocol/server-sequential-thinking@2025.7.1"),
    listed: {
      release: "2025.7.1",
      tools: [["sequentialthinking", "Keeps numbered steps of a thought.", "read"]],
    },
  },
  playwright: {
    launch: npx("@playwright/mcp@latest"),
    listed: {
      release: "0.0.41",
      tools: [
        ["browser_navigate", "Opens an address.", "destructive"],
        ["browser_snapshot", "Reads the page as an accessibility tree.", "read"],
        ["browser_click", "Clicks an element.", "destructive"],
        ["browser_type", "Types into an element.", "destructive"],
        ["browser_file_upload", "Uploads files to the page.", "destructive"],
      ],
    },
  },
  sentry: {
    launch: npx("@sentry/mcp-server@0.18.0"),
    credential: "SENTRY_ACCESS_TOKEN",
    listed: {
      release: "0.18.0",
      tools: [
        ["find_organizations", "Lists organizations.", "read"],
        ["search_issues", "Finds issues.", "read"],
        ["get_issue_details", "Reads one issue with its events.", "read"],
        ["update_issue", "Resolves, assigns or reopens an issue.", "write"],
      ],
    },
  },
  context7: {
    launch: npx("@upstash/context7-mcp@1.0.20"),
    listed: {
      release: "1.0.20",
      tools: [
        ["resolve-library-id", "Finds the id of a library.", "read"],
        ["get-library-docs", "Reads documentation of a library.", "read"],
      ],
    },
  },
  notion: {
    launch: npx("@notionhq/notion-mcp-server"),
    credential: "NOTION_TOKEN",
    listed: {
      release: "1.9.0",
      tools: [
        ["API-post-search", "Searches pages by title.", "read"],
        ["API-get-block-children", "Reads the blocks of a page.", "read"],
        ["API-patch-page", "Changes properties of a page.", "destructive"],
        ["API-delete-a-block", "Deletes a block.", "destructive"],
      ],
    },
  },
  stripe: {
    launch: npx("@stripe/mcp@0.2.4", "--tools=all"),
    credential: "STRIPE_SECRET_KEY",
    listed: {
      release: "0.2.4",
      tools: [
        ["list_customers", "Lists customers.", "read"],
        ["list_invoices", "Lists invoices.", "read"],
        ["create_payment_link", "Makes a payment link.", "write"],
        ["create_refund", "Refunds a payment.", "destructive"],
        ["cancel_subscription", "Cancels a subscription.", "destructive"],
      ],
    },
  },
  figma: { launch: npx("figma-developer-mcp", "--stdio"), credential: "FIGMA_API_KEY" },
  firecrawl: { launch: npx("firecrawl-mcp"), credential: "FIRECRAWL_API_KEY" },
  supabase: {
    launch: npx("@supabase/mcp-server-supabase@latest", "--read-only"),
    credential: "SUPABASE_ACCESS_TOKEN",
  },
  git: {
    launch: uvx("mcp-server-git==2025.9.25", "--repository", "~/src/shop"),
    listed: {
      release: "2025.9.25",
      tools: [
        ["git_status", "Shows the state of the working tree.", "read"],
        ["git_diff", "Shows differences.", "read"],
        ["git_commit", "Records a commit.", "write"],
        ["git_reset", "Unstages everything.", "destructive"],
      ],
    },
  },
  fetch: {
    launch: uvx("mcp-server-fetch"),
    listed: { release: "2025.4.7", tools: [["fetch", "Reads a web page as text.", "undeclared"]] },
  },
  time: { launch: uvx("mcp-server-time==2025.9.25") },
  awsDocs: { launch: uvx("awslabs.aws-documentation-mcp-server@latest") },
  grafana: {
    launch: docker("mcp/grafana:0.7.6", "-e", "GRAFANA_API_KEY", "-v", "~:/home/node"),
    credential: "GRAFANA_API_KEY",
  },
  terraform: { launch: docker("hashicorp/terraform-mcp-server:0.3.0") },
  linear: { launch: { url: "https://mcp.linear.app/mcp" } },
  atlassian: { launch: npx("mcp-remote", "https://mcp.atlassian.com/v1/sse") },
  notionRemote: { launch: { url: "https://mcp.notion.com/mcp" } },
  wiki: {
    launch: { url: "http://wiki.demo.example/mcp" },
    credential: "Authorization",
  },
  deploy: {
    launch: { command: "bash", args: ["-c", "source ~/.profile && node ~/src/deploy-helper/server.js"] },
  },
} as const satisfies Record<string, DemoServer>;

export type ServerKey = keyof typeof SERVERS;

export const serverKeys = Object.keys(SERVERS).filter((key): key is ServerKey => key in SERVERS);

export function serverOf(key: ServerKey): DemoServer {
  return SERVERS[key];
}
