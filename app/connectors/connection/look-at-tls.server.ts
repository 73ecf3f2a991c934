import { isIP } from "node:net";
import { checkServerIdentity, connect, type PeerCertificate, type TLSSocket } from "node:tls";
import { FetchRefused, refusalOf } from "#app/connectors/fetch-refused.ts";
import { addressCheck, guardedLookup, hostOf, systemNames } from "#app/connectors/guarded-exchange.server.ts";
import type { CertificateProblem, TlsFacts } from "#app/domain/connections/connection-facts.ts";
import type { LookGuard } from "./bounded-request.server.ts";

const MOST_NAMES = 20;
const PROBLEM_OF_CODE: Readonly<Record<string, CertificateProblem>> = {
  CERT_HAS_EXPIRED: "expired",
  CERT_NOT_YET_VALID: "not_yet_valid",
  DEPTH_ZERO_SELF_SIGNED_CERT: "self_signed",
  ERR_TLS_CERT_ALTNAME_INVALID: "wrong_host",
};

/**
 * Shakes hands and leaves: nothing is sent. A certificate that is not to be trusted is an answer here and no error.
 * Throws FetchRefused.
 */
export function lookAtTls(url: URL, guard: LookGuard): Promise<{ tls: TlsFacts; address: string }> {
  const check = addressCheck(guard.allowed, true);
  const host = hostOf(url);
  const refused = isIP(host) ? check(host) : undefined;
  if (refused) return Promise.reject(refused);
  return new Promise((resolve, reject) => {
    if (guard.signal.aborted) return reject(new FetchRefused("slow", guard.signal.reason));
    const socket = connect({
      host,
      port: Number(url.port || 443),
      // looked at, never believed: what follows goes over a connection of its own that verifies
      rejectUnauthorized: false,
      lookup: guardedLookup(guard.resolve ?? systemNames, check),
      ...(isIP(host) ? {} : { servername: host }),
      ...(guard.ca ? { ca: guard.ca } : {}),
    });
    const stop = () => socket.destroy(new FetchRefused("slow", guard.signal.reason));
    guard.signal.addEventListener("abort", stop, { once: true });
    socket.once("connect", () => {
      const trouble = check(socket.remoteAddress ?? "");
      if (trouble) socket.destroy(trouble);
    });
    socket.once("secureConnect", () => {
      const address = socket.remoteAddress ?? "";
      resolve({ tls: factsOf(socket, host), address });
      socket.destroy();
    });
    socket.once("error", (error) => reject(refusalOf(error, guard.signal)));
    socket.once("close", () => {
      guard.signal.removeEventListener("abort", stop);
      reject(new FetchRefused("unreachable"));
    });
  });
}

function factsOf(socket: TLSSocket, host: string): TlsFacts {
  const certificate = socket.getPeerCertificate(false);
  const isThere = Object.keys(certificate).length > 0;
  return {
    protocol: socket.getProtocol(),
    issuer: isThere ? nameOf(certificate.issuer) : "",
    subject: isThere ? nameOf(certificate.subject) : "",
    names: isThere ? namesOf(certificate.subjectaltname ?? "") : [],
    validFrom: isThere ? instantOf(certificate.valid_from) : null,
    validUntil: isThere ? instantOf(certificate.valid_to) : null,
    problems: isThere ? problemsOf(socket, host, certificate) : ["untrusted"],
  };
}

/** All that is wrong with it, not only what the library stopped at. */
function problemsOf(socket: TLSSocket, host: string, certificate: PeerCertificate): CertificateProblem[] {
  const problems = new Set<CertificateProblem>();
  const code = socket.authorizationError;
  if (code) problems.add(PROBLEM_OF_CODE[String(code)] ?? "untrusted");
  if (checkServerIdentity(host, certificate) !== undefined) problems.add("wrong_host");
  return [...problems];
}

/** The organization or common name: what a person would call it. */
function nameOf(name: PeerCertificate["issuer"] | undefined): string {
  const [text] = [name?.CN ?? name?.O ?? ""].flat();
  return bounded(text ?? "");
}

function namesOf(alternatives: string): string[] {
  return alternatives
    .split(", ")
    .flatMap((part) => (/^(?:DNS|IP Address):/.test(part) ? [bounded(part.replace(/^[^:]+:/, ""))] : []))
    .slice(0, MOST_NAMES);
}

function instantOf(text: string): string | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** Written by whoever made the certificate: short and printable. */
function bounded(text: string): string {
  return text.replace(/[\p{C}]/gu, "\ufffd").slice(0, 200);
}
