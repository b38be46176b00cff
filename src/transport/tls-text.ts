/** TLS failures in Go's words. OpenSSL (Node) and BoringSSL (Bun) name an alert differently: one table serves both. */
import type { PeerCertificate } from "node:tls";
import type { ConnectionReason } from "../errors/connection.js";
import { codeOf } from "../values/errno.js";
import { normalizeIp } from "../values/ip.js";

const UNKNOWN_AUTHORITY = "x509: certificate signed by unknown authority";

/** Codes for a certificate chain that cannot be verified. */
const CHAIN: Readonly<Record<string, string>> = {
  CERT_CHAIN_TOO_LONG: UNKNOWN_AUTHORITY,
  CERT_REJECTED: UNKNOWN_AUTHORITY,
  CERT_REVOKED: "x509: certificate has been revoked",
  CERT_SIGNATURE_FAILURE: UNKNOWN_AUTHORITY,
  CERT_UNTRUSTED: UNKNOWN_AUTHORITY,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  INVALID_CA: "x509: invalid signature: parent certificate cannot sign this kind of certificate",
  INVALID_PURPOSE: "x509: certificate specifies an incompatible key usage",
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
};

/** Alerts sent by the server, by the end of the code: ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED -> CERTIFICATE_REQUIRED. */
const ALERT: Readonly<Record<string, string>> = {
  ACCESS_DENIED: "access denied",
  BAD_CERTIFICATE: "bad certificate",
  BAD_RECORD_MAC: "bad record MAC",
  CERTIFICATE_EXPIRED: "expired certificate",
  CERTIFICATE_REQUIRED: "certificate required",
  CERTIFICATE_REVOKED: "revoked certificate",
  CERTIFICATE_UNKNOWN: "unknown certificate",
  DECODE_ERROR: "error decoding message",
  DECRYPT_ERROR: "error decrypting message",
  HANDSHAKE_FAILURE: "handshake failure",
  ILLEGAL_PARAMETER: "illegal parameter",
  INSUFFICIENT_SECURITY: "insufficient security level",
  INTERNAL_ERROR: "internal error",
  PROTOCOL_VERSION: "protocol version not supported",
  UNEXPECTED_MESSAGE: "unexpected message",
  UNKNOWN_CA: "unknown certificate authority",
  UNRECOGNIZED_NAME: "unrecognized name",
  UNSUPPORTED_CERTIFICATE: "unsupported certificate",
};

/** Codes for a server that does not speak TLS: OpenSSL's and BoringSSL's. */
const NOT_TLS = new Set([
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_SSL_PACKET_LENGTH_TOO_LONG",
  "ERR_SSL_HTTP_REQUEST",
  "ERR_SSL_UNKNOWN_PROTOCOL",
  "ERR_SSL_RECORD_LAYER_FAILURE",
]);

/** Alerts about our own certificate. */
const ALERT_REASON: Readonly<Record<string, ConnectionReason>> = {
  BAD_CERTIFICATE: "bad-certificate",
  CERTIFICATE_REQUIRED: "certificate-required",
};

/** Codes of certificates that are for another name: Node's, and those of `wrongName`. */
const WRONG_NAME = "DOCKER_CERT_NAME";
const NO_NAME = "DOCKER_CERT_NO_NAME";
const NAME_REASON: Readonly<Record<string, ConnectionReason>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: "wrong-name",
  [WRONG_NAME]: "wrong-name",
  [NO_NAME]: "tls",
};

/** A TLS error in Go's words. */
export interface TlsFailure {
  reason: ConnectionReason;
  text: string;
}

/**
 * Undefined for an error that is not one of TLS.
 * @param certificate the server's, whose dates the message names
 * @param now milliseconds since the epoch
 */
export function tlsFailure(error: unknown, certificate?: Partial<PeerCertificate>, now?: () => number): TlsFailure | undefined {
  const code = codeOf(error);
  const unverified = (reason: ConnectionReason, why: string) => ({ reason, text: `tls: failed to verify certificate: ${why}` });
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") return unverified("expired", validityText(code, certificate, now));
  const chain = CHAIN[code];
  if (chain) return unverified(chain === UNKNOWN_AUTHORITY ? "unknown-authority" : "tls", chain);
  const name = NAME_REASON[code];
  if (name) return unverified(name, (error as Error).message);
  if (NOT_TLS.has(code)) return { reason: "no-tls", text: "http: server gave HTTP response to HTTPS client" };
  const sent = /_ALERT_(.+)$/.exec(code)?.[1] ?? "";
  const alert = ALERT[sent];
  if (alert) return { reason: ALERT_REASON[sent] ?? "tls", text: `remote error: tls: ${alert}` };
  return /^ERR_SSL_/.test(code) ? { reason: "tls", text: `tls: ${code.slice(8).toLowerCase().replaceAll("_", " ")}` } : undefined;
}

function validityText(code: string, certificate: Partial<PeerCertificate> | undefined, now: (() => number) | undefined): string {
  const text = "x509: certificate has expired or is not yet valid: ";
  const [edge, word] = code === "CERT_HAS_EXPIRED" ? [certificate?.valid_to, "after"] : [certificate?.valid_from, "before"];
  const limit = edge ? Date.parse(edge) : Number.NaN;
  if (Number.isNaN(limit) || !now) return text;
  return `${text}current time ${rfc3339(now())} is ${word} ${rfc3339(limit)}`;
}

function rfc3339(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** The error for a certificate that is not valid for `host`, as Go's HostnameError says it. Its code is known to `tlsFailure`. */
export function wrongName(host: string, certificate: Partial<PeerCertificate>): Error {
  const commonName = String(certificate.subject?.CN ?? "");
  if (!certificate.subjectaltname && commonName.toLowerCase() === host.toLowerCase()) {
    return Object.assign(new Error("x509: certificate relies on legacy Common Name field, use SANs instead"), { code: NO_NAME });
  }
  return Object.assign(new Error(wrongNameText(host, certificate)), { code: WRONG_NAME });
}

function wrongNameText(host: string, certificate: Partial<PeerCertificate>): string {
  const names = (certificate.subjectaltname ?? "").split(", ");
  const of = (kind: string): string[] => names.filter((n) => n.startsWith(kind)).map((n) => n.slice(kind.length));
  const addresses = of("IP Address:");
  const isAddress = normalizeIp(host) !== undefined;
  if (isAddress && addresses.length === 0) return `x509: cannot validate certificate for ${host} because it doesn't contain any IP SANs`;
  const valid = isAddress ? addresses : of("DNS:");
  if (valid.length === 0) return `x509: certificate is not valid for any names, but wanted to match ${host}`;
  return `x509: certificate is valid for ${valid.join(", ")}, not ${host}`;
}
