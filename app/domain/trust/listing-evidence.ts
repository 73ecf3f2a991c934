import type { DeclaredFacts } from "#app/domain/registries/formats/registry-format.ts";
import type { ListingStatus, RegistryKind } from "#app/domain/registries/registry-words.ts";
import { derivedPiece, type Piece } from "./evidence-piece.ts";
import type { EvidenceRowKey } from "./evidence-rows.ts";
import { remoteAddress } from "./remote-address.ts";

/** One entry of a registry that names the identity. */
export type ListingFacts = {
  registry: string;
  kind: RegistryKind;
  /** null: it was given as a file, by whomever. */
  address: string | null;
  name: string;
  isLatest: boolean;
  release: string | null;
  status: ListingStatus | null;
  declared: DeclaredFacts;
  importedAt: Date | null;
  /** The registry does not have it any more; this is what it said last. */
  isGone: boolean;
};

/** The registries that were read, whether they list it or not. */
export type RegistriesRead = { registries: number; newest: Date | null };

/** Only here is a namespace proved before anything is published under it. */
const PROVES_NAMESPACES = "registry.modelcontextprotocol.io";

/** Names of people and teams at a code host: proved, but no domain of their own. */
const AT_A_CODE_HOST = /^(?:io\.github|io\.gitlab|com\.github|com\.gitlab|org\.bitbucket)(?:\.|$)/i;

/** What registries answer about an identity; where none was read they answer nothing. */
export function listingEvidence(
  identity: string,
  listings: readonly ListingFacts[],
  read: RegistriesRead = { registries: 0, newest: null },
): Piece[] {
  const present = listings.filter((one) => !one.isGone);
  const newest = present.filter((one) => one.isLatest);
  const said = [...statusPieces(present), ...lastWords(listings)];
  return [
    ...said,
    ...unsaid(said, read),
    ...newest.flatMap((one) => [
      ...namespacePieces(identity, one),
      ...tierPieces(one),
      ...signerPieces(identity, one),
      ...profilePieces(one),
    ]),
  ];
}

const from = (one: ListingFacts) => ({ source: one.registry, at: one.importedAt });

function found(row: EvidenceRowKey, one: ListingFacts, says: string): Piece {
  return derivedPiece(row, "found", { ...from(one), says });
}

function notFound(row: EvidenceRowKey, one: ListingFacts, says: string): Piece {
  return derivedPiece(row, "not_found", { ...from(one), says });
}

function provesNamespaces({ kind, address }: ListingFacts): boolean {
  return kind === "official" && address !== null && hostOf(address) === PROVES_NAMESPACES;
}

function hostOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).hostname : null;
}

function statusPieces(listings: readonly ListingFacts[]): Piece[] {
  return listings.flatMap((one) => {
    // the newest entry speaks of the server, an older one of its own release only
    if (one.status === null || (!one.isLatest && one.release === null)) return [];
    const { status } = one;
    const release = one.isLatest ? "" : (one.release ?? "");
    return (["deprecated", "deleted"] as const).map((bad) => {
      const row = `registry_${bad}` as const;
      const piece =
        status === bad
          ? found(row, one, `It is ${bad} there, as ${one.name}.`)
          : notFound(row, one, `It is ${status} there, as ${one.name}.`);
      return { ...piece, release };
    });
  });
}

/** A registry that drops what it had marked as bad does not make it good. */
function lastWords(listings: readonly ListingFacts[]): Piece[] {
  return listings.flatMap((one) => {
    const isBack = listings.some(
      (other) => !other.isGone && other.registry === one.registry && other.name === one.name,
    );
    const { status } = one;
    if (!one.isGone || isBack || (status !== "deleted" && status !== "deprecated")) return [];
    return [found(`registry_${status}`, one, `It was ${status} there before it went.`)];
  });
}

/** Registries were read and say nothing bad of it: that caps nothing, and it is no word for it either. */
function unsaid(said: readonly Piece[], { registries, newest }: RegistriesRead): Piece[] {
  if (registries === 0) return [];
  return (["deprecated", "deleted"] as const).flatMap((bad) => {
    const row = `registry_${bad}` as const;
    if (said.some((piece) => piece.row === row && piece.release === "")) return [];
    const says = `No registry that was read here says that it is ${bad}; ${registries} ${registries === 1 ? "was" : "were"} read.`;
    return [derivedPiece(row, "not_found", { source: "registries", at: newest, says, value: 0 })];
  });
}

function namespacePieces(identity: string, one: ListingFacts): Piece[] {
  if (!provesNamespaces(one)) return [];
  const namespace = one.name.split("/", 1)[0] ?? "";
  const pieces = [
    found("namespace_verified", one, `It is ${one.name} there: whoever published it proved ${namespace}.`),
  ];
  const remote = remoteAddress(identity);
  if (!remote?.known) return pieces;
  const domain = namespace.split(".").reverse().join(".").toLowerCase();
  const host = remote.url.hostname.toLowerCase();
  const isOwn = domain.includes(".") && !AT_A_CODE_HOST.test(namespace);
  if (isOwn && (host === domain || host.endsWith(`.${domain}`)))
    return [
      ...pieces,
      found("same_domain", one, `Its publisher proved ${domain}, where it is reached.`),
      found("official", one, `Whoever owns ${domain} published it.`),
    ];
  return [
    ...pieces,
    notFound("same_domain", one, `Its publisher proved ${domain}; it is reached at ${host}.`),
  ];
}

/** Elsewhere the same fields are what a publisher writes of itself, and a file is from whomever. */
function isToolhive({ kind, address }: ListingFacts): boolean {
  return kind === "toolhive" && address !== null;
}

function tierPieces(one: ListingFacts): Piece[] {
  const { tier } = one.declared;
  if (!isToolhive(one) || !tier) return [];
  return /^official$/i.test(tier)
    ? [found("official", one, "It is listed there as official.")]
    : [notFound("official", one, `It is listed there as ${tier.toLowerCase()}.`)];
}

function signerPieces(identity: string, one: ListingFacts): Piece[] {
  const signer = one.declared.provenance?.signer;
  if (!identity.startsWith("oci:") || !signer || !isToolhive(one)) return [];
  const says = `Claimed only: the registry names who signs its image, ${signer}. The signature was not checked here.`;
  const piece = derivedPiece("image_signed", "could_not_look", { ...from(one), says });
  return [{ ...piece, detail: { ...piece.detail, claimed: true } }];
}

function profilePieces(one: ListingFacts): Piece[] {
  const { network, volumes } = one.declared;
  if (!network && !volumes) return [];
  const reach = network
    ? {
        any: "any host",
        none: "no host",
        listed: network.hosts.slice(0, 5).join(", ") || "listed hosts",
        unnamed: "hosts not named",
      }[network.reach]
    : "hosts not named";
  return [
    found(
      "permission_profile",
      one,
      `It declares what it reaches: ${reach}; ${volumes?.length ?? 0} folders of the device.`,
    ),
  ];
}
