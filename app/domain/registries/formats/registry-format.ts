import type {
  DeclaredTouch,
  ListingStatus,
  ListingTransport,
  Oddity,
} from "#app/domain/registries/registry-words.ts";

/** What was odd about an entry: `path` names the part, in the entry's own words. */
export type Remark = { oddity: Oddity; path: string; detail?: string | undefined };

/** Something a server wants to be given before it works; never a value. */
export type Demand = {
  name: string;
  as: "env" | "header" | "argument";
  isSecret: boolean;
  isRequired: boolean;
};

/** What a registry declares about a server beyond its name; every part may be absent, which says nothing. */
export type DeclaredFacts = {
  tools?: { name: string; touch: DeclaredTouch }[];
  /** How many tools it lists, also where fewer names are kept. */
  toolCount?: number;
  /** The server lists its tools only once it runs. */
  hasDynamicTools?: boolean;
  /** `unnamed`: ports are opened, and to which hosts is not said. */
  network?: { reach: "any" | "none" | "listed" | "unnamed"; hosts: string[]; ports?: number[] };
  volumes?: string[];
  /** Files and folders of the device a permission profile lets it read, and those it lets it change too. */
  reads?: string[];
  writes?: string[];
  provenance?: { repository?: string; signer?: string; issuer?: string };
  /** Of the source the entry was made from. */
  commit?: string;
  tier?: string;
  stars?: number;
  category?: string;
  tags?: string[];
  oauth?: { provider?: string; scopes: string[] }[];
};

/** One way to start or reach a server. */
export type ListingPlace = {
  identity: string;
  transport: ListingTransport | null;
  release: string | null;
  demands: Demand[];
};

/** An entry as it is stored, before it is compared with what is there. */
export type ListingDraft = {
  name: string;
  edition: string;
  version: string | null;
  versionOrder: string;
  status: ListingStatus | null;
  statusMessage: string | null;
  saidLatest: boolean | null;
  title: string | null;
  description: string | null;
  publisher: string | null;
  repository: string | null;
  website: string | null;
  licence: string | null;
  publishedAt: string | null;
  updatedAt: string | null;
  declared: DeclaredFacts;
  touches: DeclaredTouch[];
  transports: ListingTransport[];
  places: ListingPlace[];
};

/** An entry of a page or file before it is read: `key` is its name where the document is a map. */
export type RawEntry = { value: unknown; key: string | null };

/** Without a draft the last remark says why the entry became no listing. */
export type EntryRead = { draft: ListingDraft | null; name: string | null; remarks: Remark[] };
