/** What a daemon with a containerd image store says beside the progress of a push, as notes for people. */
import type { Ctx } from "../../cli/context.js";

interface PushAux {
  manifestPushedInsteadOfIndex?: boolean;
  originalIndex?: { digest?: string };
  selectedManifest?: { digest?: string };
  contentMissing?: boolean;
}

/** Spaces as in Docker's text. */
const INDENT = "\t".repeat(4);
const MISSING = [
  "You're trying to push a manifest list/index which ",
  `${INDENT}references multiple platform specific manifests, but not all of them are available locally`,
  `${INDENT}or available to the remote repository.`,
  "",
  `${INDENT}Make sure you have all the referenced content and try again.`,
  "",
  `${INDENT}You can also push only a single platform specific manifest directly by specifying the platform you want to push with the --platform flag.`,
].join("\n");

/** Notes for one message; none for what is for programs alone. */
export function pushNote(aux: unknown, { stdout, dialect }: Pick<Ctx, "stdout" | "dialect">): string[] {
  const { manifestPushedInsteadOfIndex, originalIndex, selectedManifest, contentMissing } = (aux ?? {}) as PushAux;
  // Docker colours the digests even in a pipe.
  const coloured = stdout.colour || dialect === "docker";
  const tone = (code: number, text = "") => (coloured ? `\x1b[${code}m${text}\x1b[0m` : text);
  const notes: string[] = [];
  if (manifestPushedInsteadOfIndex) {
    const digests = `${tone(31, originalIndex?.digest)} -> ${tone(32, selectedManifest?.digest)}`;
    notes.push(`Not all multiplatform-content is present and only the available single-platform image was pushed\n${digests}`);
  }
  if (contentMissing) notes.push(MISSING);
  return notes;
}
