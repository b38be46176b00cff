import { list, str, type Values } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { userValue } from "../../cli/user-value.js";
import { showProgress } from "../../format/progress.js";
import { parseReference } from "../../values/reference.js";
import { openUpload } from "./upload-source.js";

const flags = {
  change: list("Apply a Dockerfile instruction (CMD, ENV, EXPOSE, ...) to the image", { short: "c" }),
  message: str("Commit message for the image", { short: "m" }),
  platform: str("Platform of the image, os[/arch[/variant]]", { env: "DOCKER_DEFAULT_PLATFORM" }),
};

/** The daemon itself fetches what lies behind a URL. */
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
  summary: "Import a tarball to create a file system image",
  usage: "[OPTIONS] file|URL|- [REPOSITORY[:TAG]]",
  args: { min: 1 },
  flags,
  examples: [
    { say: "Import a file and set the command to run", run: "import -c 'CMD [\"sh\"]' rootfs.tar.gz tiny:1" },
    { say: "Import the file system of a container", run: "export box | dockline import - box:copy" },
  ],
  async run(ctx, [source = "", image = ""], f) {
    // The file first: a missing file is reported before a bad name.
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
