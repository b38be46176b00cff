/** What a BuildKit build reports at its end: the image, warnings, and the lines of the Dockerfile that failed. */
import { type DockerfileText, excerpt, locate } from "../../../buildkit/excerpt.js";
import type { SolveStatus, VertexWarning } from "../../../buildkit/trace.js";
import type { Ctx } from "../../../cli/context.js";

/** What the daemon has reported so far, apart from the progress. */
export interface Solved {
  /** ID; "" if there is none. */
  image: string;
  /** Steps that failed, by digest. */
  failed: Map<string, { name: string; error: string }>;
  warnings: VertexWarning[];
}

export function noteStatus(solved: Solved, status: SolveStatus): void {
  solved.warnings.push(...status.warnings);
  for (const { digest, name, error } of status.vertexes) if (error !== "") solved.failed.set(digest, { name, error });
}

/**
 * The lines of the Dockerfile that failed; "" if they are not known.
 * @param message the error of the daemon
 */
export function failurePlace(source: DockerfileText | undefined, { failed }: Solved, message: string): string {
  if (!source) return "";
  const all = [...failed.values()].filter(({ error }) => !error.endsWith("context canceled"));
  const step = all.find(({ error }) => message.includes(error)) ?? all[0];
  const range = locate(source.text, message, step?.name ?? "");
  return range ? excerpt(source, [range]) : "";
}

const YELLOW = ["\x1b[33m", "\x1b[0m"] as const;

export function warningsText(ctx: Pick<Ctx, "global" | "name" | "stderr">, warnings: readonly VertexWarning[]): string {
  if (warnings.length === 0) return "";
  const { debug } = ctx.global;
  const count = warnings.length === 1 ? "1 warning" : `${warnings.length} warnings`;
  const [on, off] = ctx.stderr.colour ? YELLOW : ["", ""];
  const head = `\n ${on}${count} found${debug ? "" : ` (use ${ctx.name} --debug to expand)`}:\n${off}`;
  return head + warnings.map((warning) => ` - ${warning.short}\n${debug ? details(warning) : ""}`).join("");
}

function details({ detail, url, source, ranges }: VertexWarning): string {
  const place = source && ranges.length > 0 ? excerpt(source, ranges) : "";
  return `${detail.map((line) => `${line}\n`).join("")}${url && `More info: ${url}\n`}${place}\n`;
}
