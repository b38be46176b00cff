/** Node streams for callers of dockerode, made of our responses and hijacked connections. */
import { Duplex, Readable } from "node:stream";
import type { EngineResponse, HijackedStream } from "../engine.js";

/** The body as dockerode returns an IncomingMessage: with `statusCode` and `headers`. */
export function answerReadable(answer: EngineResponse): Readable {
  const readable = Readable.from(answer, { objectMode: false });
  return Object.assign(readable, { statusCode: answer.status, headers: answer.headers });
}

/** Both directions; `end()` closes ours only. */
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
