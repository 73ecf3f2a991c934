/**
 * Packages that many people start as servers, by where they come from: what a name can be mistaken for. A name that stands
 * here is never called a mistaken one. Extend it freely; order does not matter.
 */
const NPM = `
@modelcontextprotocol/server-everything @modelcontextprotocol/server-filesystem @modelcontextprotocol/server-memory
@modelcontextprotocol/server-sequential-thinking @modelcontextprotocol/server-github @modelcontextprotocol/server-gitlab
@modelcontextprotocol/server-slack @modelcontextprotocol/server-postgres @modelcontextprotocol/server-puppeteer
@modelcontextprotocol/server-brave-search @modelcontextprotocol/server-google-maps @modelcontextprotocol/server-gdrive
@modelcontextprotocol/server-everart @modelcontextprotocol/server-aws-kb-retrieval @modelcontextprotocol/server-redis
@modelcontextprotocol/inspector @modelcontextprotocol/sdk @modelcontextprotocol/client @modelcontextprotocol/server
@modelcontextprotocol/server-pdf @modelcontextprotocol/server-map @modelcontextprotocol/server-sqlite
@playwright/mcp @executeautomation/playwright-mcp-server playwright-mcp chrome-devtools-mcp puppeteer-mcp-server
@upstash/context7-mcp @notionhq/notion-mcp-server @sentry/mcp-server @supabase/mcp-server-supabase @stripe/mcp
@azure/mcp @azure-devops/mcp @microsoft/clarity-mcp-server @heroku/mcp-server @cloudflare/mcp-server-cloudflare
@browserbasehq/mcp-server-browserbase @browserbasehq/mcp @browsermcp/mcp @agentdeskai/browser-tools-mcp
@apify/actors-mcp-server @brave/brave-search-mcp-server firecrawl-mcp tavily-mcp exa-mcp-server @perplexity-ai/mcp-server
@mondaydotcomorg/monday-api-mcp @hubspot/mcp-server @shopify/dev-mcp @contentful/mcp-server @sanity/mcp-server
@mapbox/mcp-server @elastic/mcp-server-elasticsearch mongodb-mcp-server @mongodb-js/mongodb-mcp-server
@neondatabase/mcp-server-neon @prisma/mcp prisma @planetscale/mcp @clickhouse/mcp-server @redis/mcp-redis
@benborla29/mcp-server-mysql mcp-server-mysql mcp-server-mssql mcp-server-sqlite mcp-server-postgres mcp-server-git
mcp-server-kubernetes kubernetes-mcp-server mcp-server-docker mcp-server-commands mcp-server-code-runner
@wonderwhy-er/desktop-commander desktop-commander @smithery/cli mcp-remote mcp-proxy supergateway
@kazuph/mcp-fetch fetch-mcp mcp-fetch-server @tokenizin/mcp-npx-fetch @kwsites/mcp-git @cyanheads/git-mcp-server
figma-developer-mcp figma-mcp @figma/mcp-server linear-mcp-server @tacticlaunch/mcp-linear mcp-linear
@atlassian/mcp mcp-atlassian @zereight/mcp-gitlab @circleci/mcp-server-circleci @gongrzhe/server-gmail-autoauth-mcp
@cocal/google-calendar-mcp @21st-dev/magic @magicuidesign/mcp shadcn @angular/cli nx-mcp nx @storybook/mcp
@eslint/mcp next-devtools-mcp @nuxt/mcp @vercel/mcp-adapter @netlify/mcp firebase-tools @google-cloud/gcloud-mcp
@google-cloud/cloud-run-mcp @aws/mcp @pulumi/mcp-server @grafana/mcp-grafana @paypal/mcp @twilio-alpha/mcp @sap/mcp
@currents/mcp @postman/postman-mcp-server @postmanlabs/postman-mcp-server @launchdarkly/mcp-server @auth0/auth0-mcp-server
@bitwarden/mcp-server @razorpay/mcp-server @mcp-get-community/server-curl @hyperbrowser/mcp hyperbrowser-mcp
task-master-ai claude-flow ruv-swarm @steipete/peekaboo-mcp @steipete/peekaboo xcodebuildmcp @mobilenext/mobile-mcp
@negokaz/excel-mcp-server excel-mcp-server @e2b/mcp-server @z_ai/mcp-server @dynatrace-oss/dynatrace-mcp-server
@translated/lara-mcp obsidian-mcp mcp-obsidian @mauricio.wolff/mcp-obsidian n8n-mcp n8n @superblocksteam/mcp-server
@wonderwhy-er/mcp @antv/mcp-server-chart @ui5/mcp-server @salesforce/mcp @line/line-bot-mcp-server tsx typescript`;

const PYPI = `
mcp fastmcp mcp-server-fetch mcp-server-git mcp-server-time mcp-server-sqlite mcp-server-sentry mcp-server-qdrant
mcp-server-motherduck mcp-server-kubernetes mcp-server-docker mcp-server-calculator mcp-server-browser-use mcp-server-home-assistant
mcp-atlassian mcp-proxy mcp-obsidian mcp-neo4j-cypher mcp-alchemy mcp-clickhouse mcp-grafana mcp-redis redis-mcp-server
mcp-server-mysql mysql-mcp-server mcp-server-mssql mssql-mcp-server mcp-server-postgres postgres-mcp mcp-server-snowflake snowflake-labs-mcp mcp-server-duckdb
mcp-server-reddit mcp-server-rag-web-browser mcp-server-tree-sitter mcp-youtube-transcript mcp-run-python mcp-shell-server
awslabs-core-mcp-server awslabs-aws-documentation-mcp-server awslabs-cdk-mcp-server awslabs-aws-api-mcp-server
awslabs-cost-analysis-mcp-server awslabs-nova-canvas-mcp-server awslabs-terraform-mcp-server awslabs-eks-mcp-server
arxiv-mcp-server duckduckgo-mcp-server excel-mcp-server office-word-mcp-server office-powerpoint-mcp-server word-mcp-server
serena serena-agent blender-mcp markitdown-mcp chroma-mcp minimax-mcp elevenlabs-mcp basic-memory code2prompt-mcp
semgrep-mcp semgrep snyk jupyter-mcp-server dbt-mcp databricks-mcp mcp-pandoc openmemory zen-mcp-server  uv pip
workspace-mcp google-analytics-mcp analytics-mcp windows-mcp browser-use nixos mcp-nixos unity-mcp oxylabs-mcp`;

const OCI = `
docker.io/mcp/fetch docker.io/mcp/git docker.io/mcp/github docker.io/mcp/github-mcp-server docker.io/mcp/filesystem
docker.io/mcp/memory docker.io/mcp/postgres docker.io/mcp/puppeteer docker.io/mcp/playwright docker.io/mcp/slack
docker.io/mcp/sqlite docker.io/mcp/time docker.io/mcp/brave-search docker.io/mcp/notion docker.io/mcp/sentry
docker.io/mcp/sequentialthinking docker.io/mcp/sequential-thinking docker.io/mcp/context7 docker.io/mcp/atlassian docker.io/mcp/grafana docker.io/mcp/stripe
docker.io/mcp/redis docker.io/mcp/kubernetes docker.io/mcp/gitlab docker.io/mcp/google-maps docker.io/mcp/duckduckgo
docker.io/grafana/mcp-grafana docker.io/hashicorp/terraform-mcp-server docker.io/mongodb/mongodb-mcp-server
ghcr.io/github/github-mcp-server ghcr.io/sooperset/mcp-atlassian ghcr.io/modelcontextprotocol/server-filesystem
mcr.microsoft.com/playwright/mcp mcr.microsoft.com/azure-sdk/azure-mcp docker.elastic.co/mcp/elasticsearch`;

function listed(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

export const KNOWN_PACKAGES: Readonly<Record<"npm" | "pypi" | "oci", readonly string[]>> = {
  npm: listed(NPM),
  pypi: listed(PYPI),
  oci: listed(OCI),
};

/** Scopes of npm that belong to the protocol or to one well-known publisher. */
export const KNOWN_SCOPES: readonly string[] = [
  ...new Set(
    KNOWN_PACKAGES.npm.flatMap((name) => (name.startsWith("@") ? [name.slice(1, name.indexOf("/"))] : [])),
  ),
];
