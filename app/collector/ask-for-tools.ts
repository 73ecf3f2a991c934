import { Client, type Tool } from "@modelcontextprotocol/client";
import { MANIFEST_LIMITS, Manifest, type ManifestTool } from "#app/domain/catalog/manifest-inputs.ts";
import { LimitedChild, type LimitedChildOptions } from "./limited-child.ts";
import { EXIT, Stop } from "./stop.ts";
import { printable } from "./terminal.ts";
import { VERSION } from "./version.ts";

const NUL = String.fromCharCode(0);

/** PostgreSQL keeps neither NUL nor half a character; both are written out, so nothing is lost unseen. */
function storable(text: string, max: number): string {
  const plain = text.replaceAll(NUL, "U+0000").replace(/\p{Cs}/gu, "\uFFFD");
  return plain.length > max ? `${plain.slice(0, max - 1).replace(/\p{Cs}$/u, "")}…` : plain;
}

function storableJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
    typeof inner === "string" ? storable(inner, MANIFEST_LIMITS.textLength) : inner,
  );
}

function toolOf(tool: Tool): unknown {
  const { name, title, description, inputSchema, annotations } = tool;
  const hints = Object.fromEntries(
    (["title", "readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const).flatMap(
      (hint) => (annotations?.[hint] === undefined ? [] : [[hint, annotations[hint]]]),
    ),
  );
  const plain: Record<keyof ManifestTool, unknown> = {
    name,
    title: title === undefined ? undefined : storable(title, 1_024),
    description: description ?? "",
    inputSchema,
    annotations: annotations === undefined ? undefined : hints,
  };
  return storableJson(plain);
}

type Mode = "auto" | "legacy";

async function listTools(child: LimitedChild, mode: Mode, timeout: number) {
  const probe = { timeoutMs: Math.min(5_000, timeout / 2) };
  const client = new Client(
    { name: "castellan-probe", version: VERSION },
    { versionNegotiation: { mode, probe } },
  );
  await client.connect(child, { timeout });
  const { tools } = await client.listTools(undefined, { timeout });
  const protocolVersion = client.getNegotiatedProtocolVersion() ?? "unknown";
  return { tools, server: client.getServerVersion(), protocolVersion };
}

type Listing = Awaited<ReturnType<typeof listTools>>;

/** Ends the process group at the deadline, whatever the server does with its pages of tools or its pipes. */
async function withinTime(child: LimitedChild, mode: Mode, milliseconds: number): Promise<Listing> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("it did not answer in time")), milliseconds);
  });
  try {
    return await Promise.race([listTools(child, mode, milliseconds), late]);
  } finally {
    clearTimeout(timer);
    await child.close();
  }
}

/**
 * Starts a server in a limited child process, asks for its tools and ends it. The current protocol is tried first; some
 * older servers end when asked something before `initialize`, so they get a second process and the older handshake.
 * `seconds` bounds both together.
 */
export async function askForTools(
  subject: { identity: string; release: string },
  start: LimitedChildOptions,
  seconds: number,
): Promise<Manifest> {
  const deadline = performance.now() + seconds * 1_000;
  let listing: Listing | undefined;
  let failure = "";
  for (const mode of ["auto", "legacy"] as const) {
    const left = deadline - performance.now();
    if (left < 500) break;
    const child = new LimitedChild(start);
    try {
      listing = await withinTime(child, mode, left);
      break;
    } catch (error) {
      const words = printable(child.lastWords.trim().split("\n").at(-1) ?? "", 200);
      const reason = error instanceof Error ? printable(error.message, 200) : "it ended";
      failure = words === "" ? reason : `${reason}; its last words: ${words}`;
    }
  }
  if (listing === undefined)
    throw new Stop(EXIT.probeFailed, `${subject.identity} did not list its tools: ${failure}`);
  const { tools, server, protocolVersion } = listing;
  const parsed = Manifest.safeParse({
    ...subject,
    protocolVersion: storable(protocolVersion, 64),
    ...(server === undefined
      ? {}
      : { serverInfo: { name: storable(server.name, 256), version: storable(server.version, 256) } }),
    tools: tools.map(toolOf),
    observedBy: "probe",
  });
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new Stop(
    EXIT.probeFailed,
    `The tools of ${subject.identity} go beyond what can be kept: ${printable(where.join("; "))}`,
  );
}
