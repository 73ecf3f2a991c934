import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { projectFiles } from "#app/domain/inventory/client-paths.ts";
import { codeOf, REASONS } from "./read-text.ts";

export interface FoundProjects {
  projects: string[];
  folders: number;
  /** What was not walked through and why, in sentences. */
  left: string[];
}

export interface WalkLimits {
  depth: number;
  folders: number;
  projects: number;
}

export const WALK_LIMITS: WalkLimits = { depth: 10, folders: 50_000, projects: 1_000 };

/** Folders that hold what others made, thousands of files deep. */
const NOT_WALKED = new Set([
  ...["node_modules", "bower_components", ".git", ".hg", ".svn", ".venv", "venv", "__pycache__", ".tox"],
  ...[
    ".cache",
    ".npm",
    ".pnpm-store",
    ".yarn",
    ".cargo",
    ".rustup",
    ".gradle",
    ".m2",
    ".Trash",
    ".terraform",
  ],
]);

/** The names that make a folder a project of some client: `.cursor`, `.mcp.json`, `opencode.json`. */
const MARKS = new Set(projectFiles(".").map(({ path: file }) => file.split("/")[1] ?? ""));

/**
 * The projects below a folder, breadth first: those nearest to it are found before a limit is reached. It follows no link,
 * so it never leaves the folder and never walks in a circle. Undefined when there is no such folder.
 */
export async function findProjects(
  root: string,
  limits: WalkLimits = WALK_LIMITS,
): Promise<FoundProjects | undefined> {
  const isFolder = await stat(root).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return undefined;
  const projects: string[] = [];
  const unread = new Map<string, number>();
  let folders = 0;
  let tooDeep = 0;
  let level = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      if (folders >= limits.folders || projects.length >= limits.projects)
        return { projects, folders, left: [limitReached(limits, projects.length), ...reasons(unread)] };
      const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => codeOf(error));
      folders += 1;
      if (typeof entries === "string") {
        unread.set(entries, (unread.get(entries) ?? 0) + 1);
        continue;
      }
      if (entries.some(({ name }) => MARKS.has(name))) projects.push(folder);
      const inside = entries.filter(
        (entry) => entry.isDirectory() && !NOT_WALKED.has(entry.name) && !MARKS.has(entry.name),
      );
      if (depth < limits.depth) next.push(...inside.map(({ name }) => path.join(folder, name)));
      else tooDeep += inside.length;
    }
    level = next.sort();
  }
  const deep = `${tooDeep} folders deeper than ${limits.depth} levels were not looked at.`;
  return { projects, folders, left: [...(tooDeep > 0 ? [deep] : []), ...reasons(unread)] };
}

function limitReached(limits: WalkLimits, found: number): string {
  const what =
    found >= limits.projects
      ? `${limits.projects} projects were found`
      : `${limits.folders} folders were looked at`;
  return `Not everything was looked at: it ended after ${what}. Name the others with --project.`;
}

function reasons(unread: ReadonlyMap<string, number>): string[] {
  return [...unread].map(
    ([code, count]) =>
      `${count} ${count === 1 ? "folder" : "folders"} could not be looked at: ${REASONS[code] ?? (code || "unknown reason")}.`,
  );
}
