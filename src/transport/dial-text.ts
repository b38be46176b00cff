import { isNotRunning, type TransportError } from "./transport-error.js";

/**
 * Why a TCP connection could not be made, in full: "dial tcp 127.0.0.1:1: connect: connection refused". (Docker has a
 * sentence of its own for a daemon that is not running, so the error's own text is short.)
 */
export function dialText(error: TransportError, { hostname, port }: { hostname: string; port: number }): string {
  if (!isNotRunning(error.reason)) return error.text;
  const { address = hostname } = (error.cause ?? {}) as { address?: string };
  return `dial tcp ${address.includes(":") ? `[${address}]` : address}:${port}: connect: ${error.text}`;
}
