import { Client, type Transport } from "@modelcontextprotocol/client";
import { z } from "zod";
import { MANIFEST_LIMITS } from "../manifest-inputs.ts";
import { boundedLength } from "./bounded-length.ts";
import { CouldNotLook } from "./could-not-look.ts";
import { storable } from "./storable-text.ts";

const MOST_PAGES = 200;
/** Of the pages of one list, as JSON. */
const MOST_LENGTH = 24_000_000;
const METHOD_NOT_FOUND = -32601;

/** Everything a server lists, as it came. `undefined`: not asked for, or it failed and a note says why. */
export type Listing = {
  protocolVersion: string;
  serverInfo: { name: string; version: string } | undefined;
  instructions: string | undefined;
  tools: unknown[];
  prompts: unknown[] | undefined;
  resources: unknown[] | undefined;
  templates: unknown[] | undefined;
  notes: string[];
};

type Options = {
  version: string;
  /** `auto` tries the current protocol first and falls back to the older handshake. */
  mode: "auto" | "legacy";
  /** For one question, in milliseconds. */
  timeout: number;
  /** For the lists beside the tools, whose failure is only noted. */
  besideTimeout?: number;
};

/**
 * Connects and asks for tools, prompts, resources and templates, page by page. Bounded in entries and pages; a server that
 * turns its pages in a circle is refused. Throws what the transport throws, and CouldNotLook with the reason.
 */
export async function listEverything(transport: Transport, options: Options): Promise<Listing> {
  const { timeout, mode } = options;
  const client = new Client(
    { name: "castellan-probe", version: options.version },
    { versionNegotiation: { mode, probe: { timeoutMs: Math.min(5_000, timeout / 2) } } },
  );
  // An answer to no question, or a line that is none: the questions themselves tell what came of them.
  client.onerror = () => undefined;
  await client.connect(transport, { timeout });
  const can = client.getServerCapabilities() ?? {};
  const info = client.getServerVersion();
  const notes: string[] = [];
  const ask: Ask = (method, key, most, wait = timeout) =>
    pagesOf(client, { method, key, most, timeout: wait });
  const beside = async (isOffered: boolean, ...what: Parameters<Ask>) => {
    if (!isOffered) return [];
    try {
      return await ask(what[0], what[1], what[2], options.besideTimeout ?? Math.min(5_000, timeout));
    } catch (error) {
      if (!(isMethodNotFound(error) && what[1] === "resourceTemplates"))
        notes.push(`${what[0]} failed: ${storable(messageOf(error), 200)}`);
      return undefined;
    }
  };
  const tools = await toolsOf(ask, can.tools !== undefined, notes);
  const { prompts: most, resources: mostResources } = MANIFEST_LIMITS;
  return {
    protocolVersion: client.getNegotiatedProtocolVersion() ?? "unknown",
    serverInfo: info === undefined ? undefined : { name: info.name, version: info.version },
    instructions: client.getInstructions(),
    tools,
    prompts: await beside(can.prompts !== undefined, "prompts/list", "prompts", most),
    resources: await beside(can.resources !== undefined, "resources/list", "resources", mostResources),
    templates: await beside(
      can.resources !== undefined,
      "resources/templates/list",
      "resourceTemplates",
      mostResources,
    ),
    notes,
  };
}

/** A server that does not offer tools is asked all the same: some forget to say so. */
async function toolsOf(ask: Ask, isOffered: boolean, notes: string[]): Promise<unknown[]> {
  try {
    const tools = await ask("tools/list", "tools", MANIFEST_LIMITS.tools);
    if (!isOffered && tools.length > 0)
      notes.push("It lists tools without offering any in its capabilities.");
    return tools;
  } catch (error) {
    if (!isOffered && isMethodNotFound(error)) return [];
    throw error;
  }
}

const Page = z.looseObject({ nextCursor: z.unknown().optional() });
type Ask = (method: string, key: string, most: number, timeout?: number) => Promise<unknown[]>;

async function pagesOf(
  client: Client,
  what: { method: string; key: string; most: number; timeout: number },
): Promise<unknown[]> {
  const { method, key, most, timeout } = what;
  const found: unknown[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  let length = 0;
  for (let page = 1; ; page += 1) {
    const result = await client.request(
      cursor === undefined ? { method } : { method, params: { cursor } },
      Page,
      { timeout },
    );
    const list = result[key];
    if (!Array.isArray(list)) throw new CouldNotLook(`its answer to ${method} holds no list`);
    length += boundedLength(list, method);
    // one page may be longer than all that is kept, which the reader says; many such pages would fill the memory
    if (length > MOST_LENGTH)
      throw new CouldNotLook(`its pages of ${method} are more than ${MOST_LENGTH / 1e6} MB together`);
    for (const one of list) found.push(one);
    const { nextCursor } = result;
    const isMore = typeof nextCursor === "string" && nextCursor !== "";
    if (found.length > most)
      throw new CouldNotLook(
        `it lists ${found.length.toLocaleString("en-GB")}${isMore ? " and more" : ""} entries for ${method}; at most ${most.toLocaleString("en-GB")} are kept`,
      );
    if (!isMore) return found;
    if (seen.has(nextCursor)) throw new CouldNotLook(`its pages of ${method} go in a circle`);
    if (page >= MOST_PAGES) throw new CouldNotLook(`it has more than ${MOST_PAGES} pages of ${method}`);
    seen.add(nextCursor);
    cursor = nextCursor;
  }
}

function isMethodNotFound(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === METHOD_NOT_FOUND;
}

export function messageOf(error: unknown): string {
  return error instanceof CouldNotLook ? error.reason : error instanceof Error ? error.message : "it ended";
}
