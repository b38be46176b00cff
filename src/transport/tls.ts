/** TLS to a TCP endpoint: client certificates, a private CA, and detection of truncated streams. */
import type { Socket } from "node:net";
import { isIP } from "node:net";
import { Duplex } from "node:stream";
import tls, { type PeerCertificate, type TLSSocket } from "node:tls";
import type { ConnectionReason } from "../errors/connection.js";
import { codeOf } from "../values/errno.js";
import type { DialOptions, Endpoint, TlsFiles } from "./endpoint.js";
import { connected, openTcp, socketCarrier, tcpFailure } from "./node-socket.js";
import { type ByteStream, CarriedStream } from "./stream.js";
import { tlsFailure, wrongName } from "./tls-text.js";
import { isPermission, TransportError } from "./transport-error.js";

type TcpEndpoint = Endpoint & { kind: "tcp" };

/**
 * Throws TransportError if the TCP connection, the handshake or the check of the certificate fails.
 * @param open opens the connection below TLS if that is not a direct one
 */
export async function dialTls(
  endpoint: TcpEndpoint,
  files: TlsFiles,
  { signal, exactEnd, now }: DialOptions,
  open = () => connected(openTcp(endpoint), "connect", signal, (error) => tcpFailure(endpoint, error)),
): Promise<ByteStream> {
  const raw = await open();
  const truncation = exactEnd ? { seen: false, notify: undefined as (() => void) | undefined } : undefined;
  const below = truncation
    ? relay(raw, () => {
        truncation.seen = true;
        truncation.notify?.();
      })
    : raw;
  const socket = secure(endpoint.hostname, files, below, raw);
  const failed = (error: Error, certificate?: Partial<PeerCertificate>) => {
    socket.destroy();
    raw.destroy();
    return handshakeFailure(error, certificate, now);
  };
  await connected(socket, "secureConnect", signal, failed);
  // Checked here, before the first byte is sent. When the runtimes refuse by themselves, the certificate, whose dates the
  // message names, can no longer be read (Bun), or only in a roundabout way (Node).
  const refused = files.skipVerify ? undefined : certificateError(endpoint.hostname, socket);
  if (refused) throw failed(refused, socket.getPeerCertificate());
  const carrier = socketCarrier(socket);
  const { localAddress, localPort, remoteAddress, remotePort } = raw;
  return new CarriedStream({
    ...carrier,
    destroy: () => {
      carrier.destroy();
      raw.destroy();
    },
    ref: () => void raw.ref(),
    unref: () => void raw.unref(),
    ends: () => `${localAddress}:${localPort}->${remoteAddress}:${remotePort}`,
    ...(truncation && { truncation }),
  });
}

function secure(hostname: string, { ca, cert, key }: TlsFiles, below: Duplex, raw: Socket): TLSSocket {
  try {
    return tls.connect({
      socket: below,
      host: hostname,
      // SNI carries names only; `host` makes Node check an address against the IP entries of the certificate.
      ...(isIP(hostname) === 0 && { servername: hostname }),
      ...(ca && { ca }),
      ...(cert && { cert }),
      ...(key && { key }),
      // Decided by certificateError().
      rejectUnauthorized: false,
    });
  } catch (error) {
    raw.destroy();
    throw new TransportError("tls", `tls: ${(error as Error).message}`, { unanswered: true, cause: error });
  }
}

/** Why the server cannot be trusted: first its chain, then its name. */
function certificateError(host: string, socket: TLSSocket): Error | undefined {
  const { authorizationError: why } = socket;
  // Node reports a wrong name here too, but by other rules than Go: checkName decides on names.
  if (why && codeOfReason(why) !== "ERR_TLS_CERT_ALTNAME_INVALID")
    return Object.assign(new Error(String(why)), { code: codeOfReason(why) });
  return checkName(host, socket.getPeerCertificate());
}

/** Node sets the code itself, contrary to its types. */
const codeOfReason = (why: Error | string) => (typeof why === "string" ? why : codeOf(why));

/** Node's check without its fallback to the common name, which Go does not have. */
function checkName(host: string, certificate: PeerCertificate): Error | undefined {
  if (certificate.subjectaltname && !tls.checkServerIdentity(host, certificate)) return undefined;
  return wrongName(host, certificate);
}

const CLOSED = { reason: "closed", text: "EOF" } as const;

function otherReason(error: Error): ConnectionReason {
  if (isPermission(error)) return "permission";
  return codeOf(error) === "ETIMEDOUT" ? "stalled" : "tls";
}

function handshakeFailure(
  error: Error,
  certificate: Partial<PeerCertificate> | undefined,
  now: (() => number) | undefined,
): TransportError {
  // Node reports a server that closes the connection during the handshake as a reset; for Go the stream ends.
  const ended = codeOf(error) === "ECONNRESET" && (error as NodeJS.ErrnoException).syscall === undefined;
  const failure = tlsFailure(error, certificate, now) ?? (ended ? CLOSED : { reason: otherReason(error), text: error.message });
  return new TransportError(failure.reason, failure.text, { unanswered: true, cause: error });
}

/**
 * The TCP connection as a separate stream below TLS. Node reports the end of TCP and the peer's close_notify in the same way.
 * Here the TLS layer does not see the end of TCP, so that only a close_notify ends the stream; `onEnd` reports the end of TCP.
 */
function relay(raw: Socket, onEnd: () => void): Duplex {
  const duplex = new Duplex({
    allowHalfOpen: true,
    read: () => void raw.resume(),
    write: (chunk, _, done) => void raw.write(chunk, done),
    final: (done) => void raw.end(done),
    destroy: (error, done) => {
      raw.destroy();
      done(error);
    },
  });
  raw.on("data", (chunk) => {
    if (!duplex.push(chunk)) raw.pause();
  });
  raw.on("end", onEnd);
  raw.on("error", (error) => duplex.destroy(error));
  return duplex;
}
