import type { Ctx } from "../../cli/context.js";
import { objectFormat } from "../../cli/inspection.js";
import { listPlugins } from "../../cli/plugins/plugin.js";
import { defineCommand } from "../../cli/spec.js";
import { decodeAuth } from "../../config/base64.js";
import { HUB_KEY } from "../../config/credentials.js";
import type { Shape } from "../../config/layout.js";
import type { AuthEntry } from "../../config/values.js";
import { ConnectionError } from "../../errors/connection.js";
import { StatusError } from "../../errors.js";
import type { Val } from "../../format/template/value.js";
import { clientFacts } from "./client-facts.js";
import { type EngineAnswer, readAnswer } from "./engine-answer.js";
import type { InfoData } from "./format-template.js";
import type { SystemInfo } from "./info-answer.js";
import { renderInfo } from "./info-print.js";

const flags = {
  format: objectFormat("the fields of the answer"),
};

export default defineCommand({
  path: "system info",
  aliases: ["info"],
  summary: "Show system-wide information",
  long: "Shows the daemon's numbers of containers and images, its drivers, plugins, runtimes and limits, and the machine it runs on.",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  root: "dockerInfo",
  flags,
  examples: [
    { say: "Print one field, for a script", run: "info --format '{{.Driver}}'" },
    { say: "Print everything as JSON", run: "info --format json" },
  ],
  async run(ctx, _args, { format }) {
    const parts: InfoData = { client: clientFacts(ctx), plugins: await listPlugins(ctx), debug: ctx.global.debug };
    return format === "" ? printInfo(ctx, parts) : printFormat(ctx, parts, format);
  },
});

const ANSWER: Shape = { kind: "struct", name: "system.Info", short: "Info", fields: {} };
const UNREADABLE = "Error reading remote info: ";

/** What came of asking: an answer, a refusal that is told beside the rest, or no daemon at all, which ends the command. */
interface Asked {
  answer?: EngineAnswer;
  refusal?: string;
  unreached?: StatusError;
}

/** Errors that are not the daemon's (a bad endpoint) pass. */
async function askEngine(ctx: Ctx): Promise<Asked> {
  const engine = await ctx.engine();
  try {
    return { answer: await readAnswer(engine, "/info", ANSWER, UNREADABLE) };
  } catch (error) {
    if (error instanceof ConnectionError) return { unreached: error };
    if (error instanceof StatusError) return { refusal: error.message };
    throw error;
  }
}

async function printInfo(ctx: Ctx, parts: InfoData): Promise<void> {
  const { answer, refusal, unreached } = await askEngine(ctx);
  const serverErrors = refusal === undefined ? [] : [refusal];
  const username = hubUser(ctx.config().values.auths?.[HUB_KEY]);
  const info = answer && (answer.value as SystemInfo);
  const { pieces, failed } = renderInfo({ ...parts, username, serverErrors, ...(info && { info }) }, ctx.dialect);
  for (const { to, text } of pieces) ctx[to].write(text);
  if (unreached) throw unreached;
  if (failed) throw new StatusError("errors pretty printing info");
}

async function printFormat(ctx: Ctx, parts: InfoData, format: string): Promise<void> {
  const { applyFormat, infoData, needsEngine, parseFormat } = await import("./format-template.js");
  const asked: Asked = needsEngine(format, parts) ? await askEngine(ctx) : {};
  const { data, refusal = asked.refusal } = fitting(() => infoData(parts, asked.answer?.text, asked.refusal));
  // The template may not show ServerErrors.
  if (refusal !== undefined) ctx.stderr.write(`${refusal}\n`);
  let failure: StatusError | undefined;
  try {
    const { text, error } = applyFormat(parseFormat(format, ""), data ?? infoData(parts, undefined, refusal));
    ctx.stdout.write(format === "yaml" ? (await import("../../format/yaml.js")).yamlOfJson(text) : text);
    failure = error;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    failure = error;
  }
  const { unreached } = asked;
  if (unreached && failure) throw new StatusError(`${unreached.message}\n${failure.message}`, failure.exitCode, { cause: unreached });
  if (unreached ?? failure) throw unreached ?? failure;
}

/** An answer whose fields have other types than ours counts as a refusal. */
function fitting(make: () => Val): { data?: Val; refusal?: string } {
  try {
    return { data: make() };
  } catch (error) {
    return { refusal: UNREADABLE + (error as Error).message };
  }
}

/** The user of Docker Hub as the file has it; helpers are not asked. */
function hubUser(entry: AuthEntry | undefined): string {
  if (!entry?.auth) return entry?.username ?? "";
  try {
    return decodeAuth(entry.auth).username;
  } catch {
    return "";
  }
}
