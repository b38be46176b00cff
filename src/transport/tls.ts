/** TLS to a TCP endpoint: client certificates, a CA of one's own, and an end that can be told from a cut. */
import type { Socket } from "node:net";
import { isIP } from "node:net";
import { Duplex } from "node:stream";
import tls, { type PeerCertificate, type TLSSocket } from "node:tls";
import { codeOf } from "../values/errno.js";
import type { DialOptions, Endpoint, TlsFiles } from "./endpoint.js";
import { connected, openTcp, socketCarrier, tcpFailure } from "./node-socket.js";
import { type ByteStream, CarriedStream } from "./stream.js";
import { tlsText, wrongNameText } from "./tls-text.js";
import { isPermission, WireError } from "./transport-error.js";

type TcpEndpoint = Endpoint & { kind: "tcp" };

/**
 * Throws WireError: the TCP connection, the handshake, or a certificate that does not fit.
 * @param open gives the connection below TLS where it is not a direct one
 */
export async function dialTls(
  endpoint: TcpEndpoint,
  files: TlsFiles,
  { signal, exactEnd, now }: DialOptions,
  open = () => connected(openTcp(endpoint), "connect", signal, (error) => tcpFailure(endpoint, error)),
): Promise<ByteStream> {
  const raw = await open();
  const cut = exactEnd ? { seen: false, notify: undefined as (() => void) | undefined } : undefined;
  const below = cut
    ? relay(raw, () => {
        cut.seen = true;
        cut.notify?.();
      })
    : raw;
  const socket = secure(endpoint.hostname, files, below, raw);
  const failed = (error: Error, certificate?: Partial<PeerCertificate>) => {
    socket.destroy();
    raw.destroy();
    return handshakeFailure(error, certificate, now);
  };
  await connected(socket, "secureConnect", signal, failed);
  // Before the first byte of ours is sent. The runtimes' own refusal comes when the certificate, whose dates the message
  // names, cannot be read any more (Bun), or only by a trick (Node).
  const refused = files.skipVerify ? undefined : refusal(endpoint.hostname, socket);
  if (refused) throw failed(refused, socket.getPeerCertificate());
  const carrier = socketCarrier(socket);
  const { localAddress, localPort, remoteAddress, remotePort } = raw;
  return new CarriedStream({
    ...carrier,
    destroy: () => {
      carrier.destroy();
      raw.destroy();
    },
    hold: (yes) => void (yes ? raw.ref() : raw.unref()),
    ends: () => `${localAddress}:${localPort}->${remoteAddress}:${remotePort}`,
    ...(cut && { cut }),
  });
}

function secure(hostname: string, { ca, cert, key }: TlsFiles, below: Duplex, raw: Socket): TLSSocket {
  try {
    return tls.connect({
      socket: below,
      host: hostname,
      // SNI carries names only; an address is checked against the certificate's IP entries by `host`.
      ...(isIP(hostname) === 0 && { servername: hostname }),
      ...(ca && { ca }),
      ...(cert && { cert }),
      ...(key && { key }),
      // refusal() decides.
      rejectUnauthorized: false,
    });
  } catch (error) {
    raw.destroy();
    throw new WireError("talk", `tls: ${(error as Error).message}`, true, { cause: error });
  }
}

/** Why the server is not the one that is wanted: its chain, then its name. */
function refusal(host: string, socket: TLSSocket): Error | undefined {
  const { authorizationError: why } = socket;
  // A name that does not fit is found here too, by rules that are not Go's: checkName has the last word on those.
  if (why && codeOfReason(why) !== "ERR_TLS_CERT_ALTNAME_INVALID")
    return Object.assign(new Error(String(why)), { code: codeOfReason(why) });
  return checkName(host, socket.getPeerCertificate());
}

/** Node gives the code itself, in spite of its types. */
const codeOfReason = (why: Error | string) => (typeof why === "string" ? why : codeOf(why));

/** Node's check, without its fall-back to the common name, which Go does not have. */
function checkName(host: string, certificate: PeerCertificate): Error | undefined {
  if (certificate.subjectaltname && !tls.checkServerIdentity(host, certificate)) return undefined;
  return Object.assign(new Error(wrongNameText(host, certificate)), { code: "DOCKER_CERT_NAME" });
}

function handshakeFailure(error: Error, certificate: Partial<PeerCertificate> | undefined, now: (() => number) | undefined): WireError {
  // Node calls a server that hangs up in the handshake a reset; Go sees the end of the stream.
  const ended = codeOf(error) === "ECONNRESET" && (error as NodeJS.ErrnoException).syscall === undefined;
  const text = tlsText(error, certificate, now) ?? (ended ? "EOF" : error.message);
  return new WireError(isPermission(error) ? "permission" : "talk", text, true, { cause: error });
}

/**
 * The TCP connection as a stream of its own below TLS. Node reports the end of TCP and the peer's close_notify alike;
 * here the end of TCP is kept from the TLS layer, so that only a close_notify ends the stream, and `onEnd` tells of the other.
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
