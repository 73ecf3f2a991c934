import { TOOL_CLASSES, type ToolClass } from "../catalog-words.ts";
import { scopeClasses } from "./scope-rules.ts";

/** What a registry's entry declares of a whole server; a part that is absent says nothing. */
export type RegistryDeclaration = {
  registry: string;
  at: Date | null;
  network?:
    | {
        reach: "any" | "none" | "listed" | "unnamed";
        hosts: readonly string[];
        ports?: readonly number[] | undefined;
      }
    | undefined;
  /** Folders and files of the device it reads, and those it may change as well. */
  reads: readonly string[];
  changes: readonly string[];
  /** Names of secrets it wants to be given. */
  secrets: readonly string[];
  oauth: readonly { provider?: string | undefined; scopes: readonly string[] }[];
};

export type ServerDeclarations = {
  registries: readonly RegistryDeclaration[];
  /** Scopes the server itself named when it was looked at; null: nobody looked, or it wants no OAuth. */
  observed: { scopes: readonly string[]; at: Date } | null;
};

/** One thing declared for a whole server: a claim, not proof. */
export type DeclaredRow = {
  class: ToolClass;
  /** It is declared that it does not touch it. */
  denies: boolean;
  /** `names` follow where it says which. */
  what: string;
  /** As others wrote them. */
  names: string[];
  source: string;
  at: Date | null;
};

export type Declared = {
  /** The most powerful class first. */
  rows: DeclaredRow[];
  /** What nobody declares; null: each part is declared by somebody. */
  unknown: string | null;
};

const OBSERVED = "the server's authorization metadata";
const SCOPES = "asks by OAuth for";
const UNCLEAR = "asks by OAuth for scopes whose names do not say what they allow:";

/** What is declared for a server as a whole, by whom. What nobody declares is named: it is unknown, never safe. */
export function declaredForServer({ registries, observed }: ServerDeclarations): Declared {
  const rows = registries.flatMap((one) => [
    ...networkRows(one),
    ...fileRows(one),
    ...secretRows(one),
    ...oauthRows(one),
  ]);
  if (observed) rows.push(...scopeRows(observed.scopes, { source: OBSERVED, at: observed.at }));
  const rank = (row: DeclaredRow) => TOOL_CLASSES.indexOf(row.class);
  // a registry that lists it under two names says the same twice
  const once = [...new Map(rows.map((one) => [JSON.stringify(one), one])).values()];
  return { rows: once.sort((a, b) => rank(b) - rank(a)), unknown: unknownOf(registries) };
}

type From = Pick<DeclaredRow, "source" | "at">;
const from = ({ registry, at }: RegistryDeclaration): From => ({ source: `the registry ${registry}`, at });

function row(of: ToolClass, what: string, names: readonly string[], by: From): DeclaredRow {
  return { class: of, denies: false, what, names: [...new Set(names)], ...by };
}

function networkRows(one: RegistryDeclaration): DeclaredRow[] {
  if (!one.network) return [];
  const { reach, hosts, ports = [] } = one.network;
  if (reach === "listed") return [row("network", "reaches", hosts, from(one))];
  if (reach === "unnamed")
    return [row("network", "reaches hosts it does not name, at the ports", ports.map(String), from(one))];
  return reach === "any"
    ? [row("network", "reaches any host", [], from(one))]
    : [{ ...row("network", "reaches no host", [], from(one)), denies: true }];
}

function fileRows(one: RegistryDeclaration): DeclaredRow[] {
  const changed = row("write", "reads and changes files of the device in", one.changes, from(one));
  const read = row("read", "reads files of the device in", one.reads, from(one));
  return [changed, read].filter(({ names }) => names.length > 0);
}

function secretRows(one: RegistryDeclaration): DeclaredRow[] {
  return one.secrets.length > 0 ? [row("secrets", "wants to be given", one.secrets, from(one))] : [];
}

function oauthRows(one: RegistryDeclaration): DeclaredRow[] {
  return one.oauth.flatMap(({ provider, scopes }) =>
    scopes.length > 0 || provider === undefined
      ? scopeRows(scopes, from(one))
      : [row("undeclared", "asks by OAuth, without naming scopes, for access at", [provider], from(one))],
  );
}

/** A row a class; a scope stands under every class it allows. */
function scopeRows(scopes: readonly string[], by: From): DeclaredRow[] {
  if (scopes.length === 0) return [row("undeclared", "asks by OAuth without naming scopes", [], by)];
  const known = scopes.map((scope) => ({ scope, classes: scopeClasses(scope) }));
  const unclear = known.flatMap(({ scope, classes }) => (classes.length === 0 ? [scope] : []));
  const rows = TOOL_CLASSES.flatMap((one) => {
    const allowing = known.flatMap(({ scope, classes }) =>
      classes.some((touched) => touched === one) ? [scope] : [],
    );
    return allowing.length > 0 ? [row(one, SCOPES, allowing, by)] : [];
  });
  return unclear.length > 0 ? [...rows, row("undeclared", UNCLEAR, unclear, by)] : rows;
}

function unknownOf(registries: readonly RegistryDeclaration[]): string | null {
  if (registries.length === 0)
    return "No registry lists this server, so nothing is declared for it as a whole.";
  const parts = [
    registries.some(({ network }) => network) ? [] : ["which hosts it reaches"],
    registries.some(({ reads, changes }) => reads.length + changes.length > 0)
      ? []
      : ["which files of the device it touches"],
    registries.some(({ secrets }) => secrets.length > 0) ? [] : ["which secrets it is given"],
  ].flat();
  if (parts.length === 0) return null;
  const last = parts.pop();
  const named = parts.length > 0 ? `${parts.join(", ")} or ${last}` : last;
  return `No registry that lists it declares ${named}: that is unknown.`;
}
