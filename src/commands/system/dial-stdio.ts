import { defineCommand } from "../../cli/spec.js";
import { StatusError } from "../../errors.js";
import type { InputReader, Output } from "../../io/streams.js";
import type { Endpoint } from "../../transport/endpoint.js";
import type { ByteStream } from "../../transport/stream.js";
import { TransportError } from "../../transport/transport-error.js";

/** Throws a StatusError: `what`, and why. */
function failed(what: string, explain: (error: unknown) => string) {
  return (error: unknown): never => {
    // A closed stdout is no error here.
    if (error instanceof StatusError && error.message === "") throw error;
    throw new StatusError(`${what}: ${explain(error)}`, 1, { cause: error });
  };
}

async function connect(endpoint: Endpoint, options: { now(): number; platform: string }): Promise<ByteStream> {
  const [{ dial }, { dialText }] = await Promise.all([import("../../transport/connect.js"), import("../../transport/dial-text.js")]);
  const explain = (error: unknown) => {
    if (!(error instanceof TransportError)) return (error as Error).message;
    return endpoint.kind === "tcp" ? dialText(error, endpoint) : error.text;
  };
  return dial(endpoint, { exactEnd: true, ...options }).catch(failed("failed to open the raw stream connection", explain));
}

/** The connection's bytes to stdout, until its end. */
async function toStdout(stream: ByteStream, stdout: Output): Promise<void> {
  const { readFailure } = await import("../../transport/read-failure.js");
  try {
    for (let chunk = await stream.read(); chunk; chunk = await stream.read()) await stdout.writeAsync(chunk);
  } catch (error) {
    failed("error while Copy (stream to stdout)", (cause) => readFailure(cause, stream).message)(error);
  }
}

/** Stdin's bytes to the connection; their end is a half-close: the answer goes on. Rejects where stdin cannot be read. */
async function fromStdin(reader: InputReader, stream: ByteStream): Promise<void> {
  for await (const chunk of reader) {
    try {
      await stream.write(chunk);
    } catch {
      // The daemon takes no more. Its last output, and how it ended, must still be read.
      return;
    }
  }
  stream.end();
}

export default defineCommand({
  path: "system dial-stdio",
  summary: "Proxy standard input and output to the daemon",
  long: "Clients run this command over ssh to reach the daemon of this machine.",
  usage: "",
  args: { min: 0, max: 0 },
  hidden: true,
  flags: {},
  examples: [{ say: "What a client runs for the host ssh://me@build", run: "system dial-stdio" }],
  async run({ engine, stdin, stdout, now, platform }) {
    const stream = await connect((await engine()).endpoint, { now, platform });
    const reader = stdin.open();
    try {
      await new Promise<void>((resolve, reject) => {
        // The connection's end alone ends us: stdin may never end (a terminal, an ssh that holds it).
        toStdout(stream, stdout).then(resolve, reject);
        fromStdin(reader, stream).catch((error) => reject(new StatusError(`error while Copy (stdin to stream): ${error.message}`)));
      });
    } finally {
      reader.close();
      stream.destroy();
    }
  },
});
