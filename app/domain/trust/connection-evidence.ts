import type { Launch } from "#app/domain/inventory/scan-inputs.ts";
import { derivedPiece, type Piece } from "./evidence-piece.ts";
import { type RemoteAddress, remoteAddress } from "./remote-address.ts";
import { type SecretPlace, secretPlaces } from "./secret-places.ts";

/** How a server is reached, as far as the files seen say. */
export type FilesSeen = {
  identity: string;
  /** Every different launch of it that is there now. */
  launches: readonly (Launch & { isVouched: boolean })[];
  /** When the newest of them was seen; null without any. */
  seenAt: Date | null;
};

const ADDRESS = "its address";
const FILES = "configuration files";
/** Why what a file says for a server counts nothing. */
const NOT_VOUCHED =
  "Nobody who may has vouched for how it is started, so what files say for it counts nothing.";
const LOCAL = "It runs on the device and speaks to one program: nothing crosses a network.";
const UNKNOWN_ADDRESS = "Its address holds a variable, so where it leads is not known.";

/** The connection group as far as identity and launches answer it. What an observation found joins it elsewhere. */
export function connectionEvidence(facts: FilesSeen): Piece[] {
  const remote = remoteAddress(facts.identity);
  return [
    transport(remote),
    certificate(remote),
    authentication(remote, facts),
    secretPlace(facts),
    secretOverHttp(remote, facts),
  ];
}

const isPlain = (remote: RemoteAddress) => remote.known && !remote.isEncrypted && remote.place !== "loopback";

function transport(remote: RemoteAddress | null): Piece {
  const row = "transport_protected";
  const from = { source: ADDRESS, at: null };
  if (!remote) return derivedPiece(row, "found", { ...from, says: LOCAL, value: 1 });
  if (!remote.known) return derivedPiece(row, "could_not_look", { ...from, says: UNKNOWN_ADDRESS });
  if (remote.isEncrypted)
    return derivedPiece(row, "found", { ...from, says: "It is reached by https.", value: 1 });
  if (remote.place === "loopback")
    return derivedPiece(row, "found", { ...from, says: "It is reached on the device itself.", value: 1 });
  return remote.place === "internal"
    ? derivedPiece(row, "not_found", {
        ...from,
        says: "It is reached by plain http inside a network.",
        value: 0.2,
      })
    : derivedPiece(row, "not_found", {
        ...from,
        says: "It is reached by plain http: anybody on the way reads and changes what is sent.",
        value: 0,
      });
}

function certificate(remote: RemoteAddress | null): Piece {
  const row = "tls_certificate";
  const from = { source: ADDRESS, at: null };
  if (!remote) return derivedPiece(row, "not_found", { ...from, says: LOCAL, value: 1 });
  if (!remote.known) return derivedPiece(row, "could_not_look", { ...from, says: UNKNOWN_ADDRESS });
  if (isPlain(remote))
    return derivedPiece(row, "not_found", {
      ...from,
      says: "It is reached by plain http: there is none.",
      value: 0,
    });
  if (!remote.isEncrypted)
    return derivedPiece(row, "not_found", {
      ...from,
      says: "It is reached on the device itself: it needs none.",
      value: 1,
    });
  return derivedPiece(row, "could_not_look", { ...from, says: "Nobody has looked at its connection yet." });
}

function authentication(remote: RemoteAddress | null, { launches, seenAt }: FilesSeen): Piece {
  const row = "authentication";
  if (!remote)
    return derivedPiece(row, "found", {
      source: ADDRESS,
      at: null,
      says: "Only the program that started it can speak to it.",
      value: 1,
    });
  const withKey = launches.some(
    (launch) => launch.isVouched && (launch.urlSecret || launch.headers.some(isCredential)),
  );
  return withKey
    ? derivedPiece(row, "found", {
        source: FILES,
        at: seenAt,
        says: "With a key that stays the same until somebody replaces it.",
        value: 0.5,
      })
    : derivedPiece(row, "could_not_look", {
        source: FILES,
        at: seenAt,
        says: "Nobody has looked at its connection yet, and no file somebody vouches for holds a key for it.",
      });
}

type Variable = Launch["env"][number];

function isCredential({ name, value }: Variable): boolean {
  if (value.kind === "secret") return true;
  return /authorization|cookie|token|secret|password|api[-_]?key|credential/i.test(name);
}

function secretPlace({ launches, seenAt }: FilesSeen): Piece {
  const row = "secret_place";
  const from = { source: FILES, at: seenAt };
  if (launches.length === 0)
    return derivedPiece(row, "could_not_look", { ...from, says: "No file that configures it was seen." });
  const places = new Set(launches.flatMap(secretPlaces));
  const says = WORST_PLACE.find(([place]) => places.has(place));
  const isVouched = launches.some((launch) => launch.isVouched);
  if (!isVouched && says?.[2] !== 0)
    return derivedPiece(row, "could_not_look", { ...from, says: NOT_VOUCHED });
  if (!says)
    return derivedPiece(row, "not_found", { ...from, says: "No file seen holds a secret for it.", value: 1 });
  const [, sentence, value] = says;
  return derivedPiece(row, "found", { ...from, says: sentence, value });
}

/** The worst place counts, with what it counts. */
const WORST_PLACE: readonly [SecretPlace, string, number][] = [
  ["file", "In a configuration file, readable as it stands, in at least one place.", 0],
  ["variable", "In a variable of the person's environment.", 0.75],
  ["prompt", "The client asks for it and keeps it.", 1],
];

function holdsSecret(launch: Launch): boolean {
  return (
    launch.urlSecret !== undefined ||
    launch.commandSecret !== undefined ||
    launch.args.some((word) => word.kind === "secret" || (word.kind === "plain" && word.secret)) ||
    [...launch.env, ...launch.headers].some((one) => one.value.kind === "secret")
  );
}

function secretOverHttp(remote: RemoteAddress | null, { launches, seenAt }: FilesSeen): Piece {
  const row = "secret_over_http";
  const from = { source: FILES, at: seenAt };
  if (remote && !remote.known) return derivedPiece(row, "could_not_look", { ...from, says: UNKNOWN_ADDRESS });
  if (!remote || !isPlain(remote))
    return derivedPiece(row, "not_found", {
      source: ADDRESS,
      at: null,
      says: remote ? "What is sent to it is protected or stays on the device." : LOCAL,
    });
  const sends = launches.some(
    (launch) => holdsSecret(launch) || launch.headers.some(isCredential) || launch.env.some(isCredential),
  );
  if (sends)
    return derivedPiece(row, "found", {
      ...from,
      says: "A file seen sends a credential to it by plain http.",
    });
  if (launches.length === 0)
    return derivedPiece(row, "could_not_look", { ...from, says: "No file that configures it was seen." });
  return launches.some((launch) => launch.isVouched)
    ? derivedPiece(row, "not_found", { ...from, says: "No file seen sends a credential to it." })
    : derivedPiece(row, "could_not_look", { ...from, says: NOT_VOUCHED });
}
