import type { ToolClass } from "../catalog-words.ts";
import type { ManifestTool } from "../manifest-inputs.ts";
import type { ChangeKind } from "./drift-words.ts";

/** What a tool that says nothing of changes may do anyway, by the defaults of the MCP specification. */
const MEANT_BY_UNDECLARED: readonly ToolClass[] = ["network", "write", "destructive"];

/**
 * Whether a tool reaches further than before: it can touch something it could not. Reading more is not further, nor is saying
 * at last what it does, nor writing where it could destroy; saying no more what it does is.
 */
export function isScopeWider(before: readonly ToolClass[], after: readonly ToolClass[]): boolean {
  const had = new Set<ToolClass>(["read", ...before]);
  if (had.has("destructive")) had.add("write").add("undeclared");
  if (had.has("undeclared")) for (const meant of MEANT_BY_UNDECLARED) had.add(meant);
  return after.some((one) => !had.has(one));
}

type Hints = NonNullable<ManifestTool["annotations"]>;

/** The hints as they count, with the defaults of the MCP specification. What only reads destroys nothing. */
function effective(hints: Hints | undefined) {
  const readsOnly = hints?.readOnlyHint ?? false;
  return {
    writes: !readsOnly,
    destroys: !readsOnly && (hints?.destructiveHint ?? true),
    repeats: !readsOnly && !(hints?.idempotentHint ?? false),
    reachesOut: hints?.openWorldHint ?? true,
  };
}

/** Which hints flipped, and to which side. A hint that was left out counts as its default. */
export function hintChanges(
  before: Hints | undefined,
  after: Hints | undefined,
): { kind: Extract<ChangeKind, "to_destructive" | "to_riskier" | "to_safer">; detail: string[] }[] {
  const [old, now] = [effective(before), effective(after)];
  const riskier: string[] = [];
  const safer: string[] = [];
  const weigh = (was: boolean, is: boolean, name: string) => {
    if (was === is) return;
    (is ? riskier : safer).push(name);
  };
  weigh(old.writes, now.writes, now.writes ? "does not only read any more" : "only reads now");
  weigh(
    old.repeats,
    now.repeats,
    now.repeats ? "may not be repeated safely any more" : "may be repeated safely now",
  );
  weigh(old.reachesOut, now.reachesOut, now.reachesOut ? "reaches the outside now" : "stays inside now");
  const destroys = old.destroys !== now.destroys;
  return [
    ...(destroys && now.destroys ? [{ kind: "to_destructive" as const, detail: ["may destroy now"] }] : []),
    ...(riskier.length > 0 ? [{ kind: "to_riskier" as const, detail: riskier }] : []),
    ...(safer.length > 0 || (destroys && !now.destroys)
      ? [
          {
            kind: "to_safer" as const,
            detail: [...(destroys && !now.destroys ? ["does not destroy now"] : []), ...safer],
          },
        ]
      : []),
  ];
}
