/** Node streams for dockerode's callers, made of our answers and hijacked connections. */
import { Duplex, Readable } from "node:stream";
import type { EngineResponse, HijackedStream } from "../engine.js";

/** The body as dockerode hands out an IncomingMessage: `statusCode` and `headers` are on it. */
export function answerReadable(answer: EngineResponse): Readable {
  const readable = Readable.from(answer, { objectMode: false });
  return Object.assign(readable, { statusCode: answer.status, headers: answer.headers });
}

/** Both directions; `end()` is a half-close. */
export function hijackedDuplex(hijacked: HijackedStream): Duplex {
  const chunks = hijacked[Symbol.asyncIterator]();
  const duplex: Duplex = new Duplex({
    allowHalfOpen: true,
    read() {
      chunks.next().then(
        ({ done, value }) => duplex.push(done ? null : value),
        (error) => duplex.destroy(error),
      );
    },
    write(chunk, _, done) {
      hijacked.write(chunk).then(() => done(), done);
    },
    final(done) {
      hijacked.closeWrite();
      done();
    },
    destroy(error, done) {
      hijacked.destroy();
      done(error);
    },
  });
  return duplex;
}
