import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import type { NewCredential, SignedChallenge } from "#app/domain/identity/passkey-inputs.ts";

export const SITE = { origin: "https://castellan.test", host: "castellan.test" };

type Flags = { verified?: boolean; synced?: boolean; backedUp?: boolean };
type Asked = { challenge: string; origin?: string; host?: string; counter?: number } & Flags;

/** An authenticator in software: one key pair (ES256), which signs whatever it is asked for, honestly or not. */
export class SoftwarePasskey {
  readonly id = randomBytes(32);
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  readonly #userHandle: string;
  counter = 0;

  constructor(accountId: string) {
    this.#userHandle = Buffer.from(accountId).toString("base64url");
  }

  get credentialId(): string {
    return this.id.toString("base64url");
  }

  /** Its answer to `navigator.credentials.create`. */
  register(asked: Asked): NewCredential {
    const clientData = clientDataOf("webauthn.create", asked);
    const attested = Buffer.concat([
      Buffer.alloc(16),
      uint(this.id.length, 2),
      this.id,
      coseKey(this.#keys.publicKey),
    ]);
    const authData = Buffer.concat([this.#authData(asked, 0x40), attested]);
    const attestationObject = cbor(
      new Map<string, unknown>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", authData],
      ]),
    );
    return {
      ...this.#named(),
      response: {
        clientDataJSON: clientData.toString("base64url"),
        attestationObject: attestationObject.toString("base64url"),
        transports: ["internal"],
      },
    };
  }

  /** Its answer to `navigator.credentials.get`. `handle` replaces whose it says it is. */
  sign(asked: Asked & { handle?: string }): SignedChallenge {
    this.counter = asked.counter ?? this.counter + 1;
    const clientData = clientDataOf("webauthn.get", asked);
    const authData = this.#authData(asked);
    const hash = createHash("sha256").update(clientData).digest();
    const signature = createSign("sha256")
      .update(Buffer.concat([authData, hash]))
      .sign(this.#keys.privateKey);
    return {
      ...this.#named(),
      response: {
        clientDataJSON: clientData.toString("base64url"),
        authenticatorData: authData.toString("base64url"),
        signature: signature.toString("base64url"),
        userHandle: asked.handle ?? this.#userHandle,
      },
    };
  }

  #named() {
    const id = this.credentialId;
    return { id, rawId: id, type: "public-key" as const, clientExtensionResults: {} };
  }

  #authData({ host = SITE.host, verified = true, synced, backedUp }: Asked, more = 0): Buffer {
    const flags = 0x01 | (verified ? 0x04 : 0) | (synced ? 0x08 : 0) | (backedUp ? 0x10 : 0) | more;
    const rp = createHash("sha256").update(host).digest();
    return Buffer.concat([rp, Buffer.from([flags]), uint(this.counter, 4)]);
  }
}

function clientDataOf(type: string, { challenge, origin = SITE.origin }: Asked): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

function coseKey(key: KeyObject): Buffer {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  return cbor(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, "base64url")],
      [-3, Buffer.from(y, "base64url")],
    ]),
  );
}

function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

/** As much of CBOR (RFC 8949) as an authenticator writes. */
function cbor(value: unknown): Buffer {
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (typeof value === "string")
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Map) {
    const entries = [...value].flatMap(([key, one]) => [cbor(key), cbor(one)]);
    return Buffer.concat([head(5, value.size), ...entries]);
  }
  throw new Error("This is nothing an authenticator writes.");
}

function head(kind: number, size: number): Buffer {
  if (size < 24) return Buffer.from([(kind << 5) | size]);
  if (size < 256) return Buffer.from([(kind << 5) | 24, size]);
  return Buffer.concat([Buffer.from([(kind << 5) | 25]), uint(size, 2)]);
}
