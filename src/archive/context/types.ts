/** A build's context, found and checked, before a byte of it is sent. */
import type { ContextKind } from "./kind.js";

/**
 * The Dockerfile: a path within the context ("/" between its parts), or bytes that are sent beside it; then `path` is where
 * they lie on this machine (absolute), undefined where they come from standard input.
 */
export type DockerfileSource = { kind: "inside"; path: string } | { kind: "beside"; read(): Promise<Buffer>; path?: string };

/** A directory of this machine. */
export interface FolderContext {
  kind: "folder";
  /** Absolute, symbolic links followed. */
  dir: string;
  dockerfile: DockerfileSource;
  /** The patterns of what stays behind, as the matcher takes them; of `<Dockerfile>.dockerignore`, else of `.dockerignore`. */
  ignored(): readonly string[];
}

/** Standard input: a tar (plain or compressed), or a Dockerfile alone. Read once. */
export interface StdinContext {
  kind: "stdin";
  read(): Promise<StdinContent>;
}

export type StdinContent =
  | { kind: "archive"; compressed: boolean; chunks: AsyncIterable<Uint8Array> }
  | { kind: "dockerfile"; bytes: Buffer };

/** What the daemon (BuildKit) or the client (classic) fetches. */
export interface RemoteContext {
  kind: Exclude<ContextKind, "folder" | "stdin">;
  url: string;
}

export type BuildContext = FolderContext | StdinContext | RemoteContext;
