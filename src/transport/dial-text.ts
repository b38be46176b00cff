import type { WireError } from "./transport-error.js";

/**
 * Why a connection could not be made, whole: "dial tcp 127.0.0.1:1: connect: connection refused". (To the engine's client a
 * refusal is known by what it means, and its text is short.)
 */
export function dialText(error: WireError, { hostname, port }: { hostname: string; port: number }): string {
  if (error.failure !== "refused" || error.text.startsWith("dial ")) return error.text;
  const { address = hostname } = (error.cause ?? {}) as { address?: string };
  return `dial tcp ${address.includes(":") ? `[${address}]` : address}:${port}: connect: ${error.text}`;
}
