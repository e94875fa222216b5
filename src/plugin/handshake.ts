// How a plugin and its host find each other (hashicorp/go-plugin v1.6, docs/internals.md): the host sets variables of
// the environment, the plugin prints one line that says where it listens, and each shows the other a certificate
// that was made for this one start.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { makeCertificate, pemOf } from "../x509/certificate.js";

/** Not a secret: it tells a host of Terraform's from a person who runs the file by hand. */
const MAGIC_COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
export const PROTOCOL_VERSION = 6;

export interface Host {
  /** PEM; undefined for a host that wants no TLS. */
  readonly certificate: string | undefined;
  /** Where sockets belong; undefined for the system's temporary folder. */
  readonly socketFolder: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What the host says; a sentence for people where there is none that can be served. */
export function readHost(environment: Environment): Host | string {
  if (environment.TF_PLUGIN_MAGIC_COOKIE !== MAGIC_COOKIE) {
    return 'This is a Terraform plugin: Terraform starts it by itself. With "--debug" it waits for one to attach.';
  }
  const versions = (environment.PLUGIN_PROTOCOL_VERSIONS ?? String(PROTOCOL_VERSION)).split(",");
  if (!versions.includes(String(PROTOCOL_VERSION))) {
    return `Holdfast speaks version ${PROTOCOL_VERSION} of the plugin protocol, and this host ${versions.join(", ")}. Use Terraform 1.0 or later.`;
  }
  return {
    certificate: environment.PLUGIN_CLIENT_CERT || undefined,
    socketFolder: environment.PLUGIN_UNIX_SOCKET_DIR || undefined,
  };
}

export interface Address {
  readonly network: "unix" | "tcp";
  /** A path, or host and port. */
  readonly text: string;
}

/** The one line on stdout. `certificate` is DER: its base64 goes without padding. */
export function handshakeLine({ network, text }: Address, certificate: Buffer | undefined): string {
  const encoded = certificate?.toString("base64").replace(/=+$/, "") ?? "";
  return `1|${PROTOCOL_VERSION}|${network}|${text}|grpc|${encoded}\n`;
}

export interface ServerIdentity {
  readonly certificate: Buffer;
  /** Both PEM. */
  readonly certificateText: string;
  readonly keyText: string;
}

const YEAR_MILLISECONDS = 365 * 24 * 3_600_000;
/** Clocks that are read twice may differ. */
const GRACE_MILLISECONDS = 60_000;

/** A key and its certificate for `localhost`, which is the name that Terraform asks for. P-256 is the fastest to make. */
export function makeIdentity(now: Date): ServerIdentity {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const certificate = makeCertificate({
    subject: "localhost",
    issuer: "localhost",
    serialNumber: randomBytes(16),
    notBefore: new Date(now.getTime() - GRACE_MILLISECONDS),
    notAfter: new Date(now.getTime() + YEAR_MILLISECONDS),
    key: privateKey,
    issuerKey: privateKey,
    dnsNames: ["localhost"],
  });
  return {
    certificate,
    certificateText: pemOf("CERTIFICATE", certificate),
    keyText: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}

/** What Terraform reads from TF_REATTACH_PROVIDERS to use a plugin that runs already. */
export function reattachment(
  provider: string,
  { network, text }: Address,
  processId: number,
): string {
  return JSON.stringify({
    [provider]: {
      Protocol: "grpc",
      ProtocolVersion: PROTOCOL_VERSION,
      Pid: processId,
      Test: true,
      Addr: { Network: network, String: text },
    },
  });
}
