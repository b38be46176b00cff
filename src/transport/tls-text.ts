/** TLS failures in Go's words. OpenSSL (Node) and BoringSSL (Bun) name the same alert differently: one table for both. */
import type { PeerCertificate } from "node:tls";
import { codeOf } from "../values/errno.js";
import { normalizeIp } from "../values/ip.js";

const UNKNOWN_AUTHORITY = "x509: certificate signed by unknown authority";

/** Codes of a certificate chain that did not verify. */
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

/** Alerts that the server sent, by the tail of the code: ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED -> CERTIFICATE_REQUIRED. */
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

/** Codes of an answer that was no TLS at all: OpenSSL's names, and BoringSSL's. */
const NOT_TLS = new Set([
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_SSL_PACKET_LENGTH_TOO_LONG",
  "ERR_SSL_HTTP_REQUEST",
  "ERR_SSL_UNKNOWN_PROTOCOL",
  "ERR_SSL_RECORD_LAYER_FAILURE",
]);

/** The text for a TLS error; undefined where it is none of TLS's own. `notAfter`/`notBefore` as the certificate prints them. */
export function tlsText(error: unknown, certificate?: Partial<PeerCertificate>, now?: () => number): string | undefined {
  const code = codeOf(error);
  const invalid = code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID";
  if (invalid) return `tls: failed to verify certificate: ${validityText(code, certificate, now)}`;
  const chain = CHAIN[code];
  if (chain) return `tls: failed to verify certificate: ${chain}`;
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID" || code === "DOCKER_CERT_NAME")
    return `tls: failed to verify certificate: ${(error as Error).message}`;
  if (NOT_TLS.has(code)) return "http: server gave HTTP response to HTTPS client";
  const alert = ALERT[/_ALERT_(.+)$/.exec(code)?.[1] ?? ""];
  if (alert) return `remote error: tls: ${alert}`;
  return /^ERR_SSL_/.test(code) ? `tls: ${code.slice(8).toLowerCase().replaceAll("_", " ")}` : undefined;
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

/** Why a certificate is not one for `host`, as Go's HostnameError says it. */
export function wrongNameText(host: string, certificate: Partial<PeerCertificate>): string {
  const names = (certificate.subjectaltname ?? "").split(", ");
  const of = (kind: string): string[] => names.filter((n) => n.startsWith(kind)).map((n) => n.slice(kind.length));
  const commonName = certificate.subject?.CN;
  if (!certificate.subjectaltname && String(commonName ?? "").toLowerCase() === host.toLowerCase()) {
    return "x509: certificate relies on legacy Common Name field, use SANs instead";
  }
  const addresses = of("IP Address:");
  const isAddress = normalizeIp(host) !== undefined;
  if (isAddress && addresses.length === 0) return `x509: cannot validate certificate for ${host} because it doesn't contain any IP SANs`;
  const valid = isAddress ? addresses : of("DNS:");
  if (valid.length === 0) return `x509: certificate is not valid for any names, but wanted to match ${host}`;
  return `x509: certificate is valid for ${valid.join(", ")}, not ${host}`;
}
