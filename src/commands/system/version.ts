import { objectFormat } from "../../cli/inspection.js";
import { defineCommand } from "../../cli/spec.js";
import { clientFacts } from "./client-facts.js";
import { readAnswer } from "./engine-answer.js";
import { alignVersion, type EngineVersion, renderVersion, versionShape, withEngineComponent } from "./version-print.js";

const flags = {
  format: objectFormat("the fields of Client and Server"),
};

export default defineCommand({
  path: "version",
  summary: "Show the versions of client and daemon",
  long: "Shows the versions of the client and the daemon, and the API version that they use.",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  root: "versionInfo",
  flags,
  examples: [
    { say: "Print the daemon's version, for a script", run: "version --format '{{.Server.Version}}'" },
    { say: "Print everything as JSON", run: "version --format json" },
  ],
  async run(ctx, _args, { format }) {
    const facts = clientFacts(ctx);
    // A template that does not parse is refused before anyone is asked.
    const templates = format === "" ? undefined : await import("./format-template.js");
    const template = templates?.parseFormat(format, "version");
    const engine = await ctx.engine();
    const client = { ...facts, APIVersion: await engine.apiVersion() };
    let server: EngineVersion | undefined;
    let failure: unknown;
    try {
      server = withEngineComponent((await readAnswer(engine, "/version", versionShape)).value);
    } catch (error) {
      // The client's part is worth showing nevertheless.
      failure = error;
    }
    if (!templates || !template) {
      ctx.stdout.write(`${renderVersion(client, server, ctx.dialect)}\n`);
    } else {
      const { text, error } = templates.applyFormat(template, templates.versionData(client, server));
      ctx.stdout.write(format === "yaml" ? (await import("../../format/yaml.js")).yamlOfJson(text) : alignVersion(text));
      failure ??= error;
    }
    if (failure) throw failure;
  },
});
