import { list, str, type Values } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { userValue } from "../../cli/user-value.js";
import { showProgress } from "../../format/progress.js";
import { parseReference } from "../../values/reference.js";
import { openUpload } from "./upload-source.js";

const flags = {
  change: list("Dockerfile instruction to apply (CMD, ENV, EXPOSE, ...)", { short: "c" }),
  message: str("What the image is", { short: "m" }),
  platform: str("Which platform the image is for, os[/arch[/variant]]", { env: "DOCKER_DEFAULT_PLATFORM" }),
};

/** The engine itself fetches what lies behind a URL. */
const isUrl = (source: string) => /^https?:\/\//.test(source);

/** Query of POST /images/create that imports. Pure. Throws UserError for a name that no image can have. */
export function toImportQuery(source: string, image: string, f: Values<typeof flags>) {
  if (image !== "") userValue(() => parseReference(image));
  return {
    fromSrc: isUrl(source) ? source : "-",
    repo: image,
    message: f.message,
    platform: f.platform.toLowerCase(),
    changes: f.change,
  };
}

export default defineCommand({
  path: "image import",
  aliases: ["import"],
  summary: "Make an image of a tarball with a file system",
  usage: "[OPTIONS] file|URL|- [REPOSITORY[:TAG]]",
  args: { min: 1 },
  flags,
  examples: [
    { say: "From a file, with a command to run", run: "import -c 'CMD [\"sh\"]' rootfs.tar.gz tiny:1" },
    { say: "From another container", run: "export box | dockline import - box:copy" },
  ],
  async run(ctx, [source = "", image = ""], f) {
    // The file first: a missing one is told before a bad name is.
    const body = isUrl(source) ? undefined : await openUpload(ctx, source === "-" ? undefined : source);
    const query = toImportQuery(source, image, f);
    const engine = await ctx.engine();
    const answer = await engine.request("POST", "/images/create", {
      query,
      ...(body && { body, headers: { "Content-Type": "text/plain" } }),
    });
    await showProgress(answer.jsonLines(), ctx.stdout, ctx);
  },
});
