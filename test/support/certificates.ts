import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";

// Certificates for tests, made when they are needed: X.509 v3 (RFC 5280) with ECDSA P-256, in DER by hand.
export type Certificate = { cert: string; key: string };
export type Authority = Certificate & { name: string; privateKey: KeyObject };

type Choices = { names?: string[]; from?: Date; until?: Date; by?: Authority };

const DAY = 86_400_000;

function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const size =
    body.length < 128 ? Buffer.from([body.length]) : Buffer.from([0x82, body.length >> 8, body.length & 255]);
  return Buffer.concat([Buffer.from([tag]), size, body]);
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const oid = (...bytes: number[]) => der(0x06, Buffer.from(bytes));
const ECDSA_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));

function nameOf(text: string): Buffer {
  return sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from(text)))));
}

function time(at: Date): Buffer {
  return der(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`));
}

function extension(id: Buffer, value: Buffer): Buffer {
  return sequence(id, der(0x04, value));
}

function alternatives(names: readonly string[]): Buffer {
  return sequence(
    ...names.map((name) =>
      isIP(name) === 4 ? der(0x87, Buffer.from(name.split(".").map(Number))) : der(0x82, Buffer.from(name)),
    ),
  );
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

/** An authority nobody trusts unless told to. */
export function makeAuthority(name = "Test authority"): Authority {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const isAuthority = extension(oid(0x55, 0x1d, 0x13), sequence(der(0x01, Buffer.from([255]))));
  const cert = signed({ subject: name, issuer: name, publicKey, by: privateKey, extensions: [isAuthority] });
  return { cert, key: pemOf(privateKey), name, privateKey };
}

/** A certificate for 127.0.0.1, valid from yesterday for thirty days; without `by` it is signed by itself. */
export function makeCertificate(subject: string, choices: Choices = {}): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { names = ["127.0.0.1"], by, from, until } = choices;
  const extensions = [extension(oid(0x55, 0x1d, 0x11), alternatives(names))];
  const issuer = by?.name ?? subject;
  const signer = by?.privateKey ?? privateKey;
  const cert = signed({ subject, issuer, publicKey, by: signer, extensions, from, until });
  return { cert, key: pemOf(privateKey) };
}

function signed(facts: {
  subject: string;
  issuer: string;
  publicKey: KeyObject;
  by: KeyObject;
  extensions: Buffer[];
  from?: Date | undefined;
  until?: Date | undefined;
}): string {
  const { from = new Date(Date.now() - DAY), until = new Date(Date.now() + 30 * DAY) } = facts;
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(15)]);
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ECDSA_SHA256,
    nameOf(facts.issuer),
    sequence(time(from), time(until)),
    nameOf(facts.subject),
    facts.publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...facts.extensions)),
  );
  const signature = sign("sha256", body, facts.by);
  return pem("CERTIFICATE", sequence(body, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature)));
}

function pemOf(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}
