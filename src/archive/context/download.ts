/** A context behind an http or https URL: an archive, or a Dockerfile alone. */
import { UserError } from "../../errors.js";
import { quote } from "../../values/quote.js";
import { PREPARE } from "./folder.js";

export interface Download {
  /** Bytes to come; 0 where the server does not say. */
  size: number;
  chunks: AsyncIterable<Uint8Array>;
}

/** Bun's: a server may take its time; without, it has six minutes. */
const PATIENT = { timeout: false } as RequestInit;

const GO_TEXT: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connect: connection refused",
  ECONNRESET: "read: connection reset by peer",
};

/** Go's words for the errors that are met every day; the runtime's own for the rest. */
function reasonOf(error: unknown, url: string): string {
  const { cause = error } = error as Error;
  const { code = "", message, hostname } = cause as NodeJS.ErrnoException & { hostname?: string };
  if (code === "ENOTFOUND") return `dial tcp: lookup ${hostname}: no such host`;
  const text = GO_TEXT[code];
  return text ? `dial tcp ${peerOf(cause, new URL(url))}: ${text}` : message;
}

/** Node tells the address that it tried; Bun does not, and where the URL has a name that is what is left to say. */
function peerOf(cause: unknown, { hostname, port, protocol }: URL): string {
  const { address, port: tried } = cause as { address?: string; port?: number };
  if (address === undefined) return `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
  return `${address.includes(":") ? `[${address}]` : address}:${tried}`;
}

/** Throws UserError with Docker's texts. */
export async function download(url: string): Promise<Download> {
  const failed = (why: string, cause?: unknown) => new UserError(`${PREPARE}unable to download remote context ${url}: ${why}`, { cause });
  const answer = await fetch(url, PATIENT).catch((error: unknown) => {
    throw failed(`Get ${quote(url)}: ${reasonOf(error, url)}`, error);
  });
  if (answer.status >= 400) {
    const text = await answer.text().catch(() => "");
    throw failed(`failed to GET ${url} with status ${answer.status} ${answer.statusText}: ${text.trim()}`);
  }
  const encoded = answer.headers.get("content-encoding") !== null;
  const size = encoded ? 0 : Number(answer.headers.get("content-length") ?? 0);
  return { size, chunks: bodyOf(answer, url, failed) };
}

async function* bodyOf(answer: Response, url: string, failed: (why: string, cause?: unknown) => UserError): AsyncGenerator<Uint8Array> {
  if (!answer.body) return;
  try {
    for await (const chunk of answer.body) yield chunk;
  } catch (error) {
    throw failed(reasonOf(error, url), error);
  }
}
