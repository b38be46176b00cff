/** The hijacked connection as a Duplex of Node, which node:http2 needs. */
import { Duplex } from "node:stream";
import type { HijackedStream } from "../engine/engine.js";
import { onBun } from "../runtime.js";
import { GrownWindows } from "./grown-windows.js";

/** Reads on demand, writes as fast as the connection takes bytes. Destroying it drops the connection. */
export function duplexOf(connection: HijackedStream): Duplex {
  const windows = onBun ? new GrownWindows() : undefined;
  const chunks = connection[Symbol.asyncIterator]();
  return new Duplex({
    allowHalfOpen: true,
    read() {
      chunks.next().then(
        ({ done, value }) => {
          const bytes = done || !windows ? value : windows.rewrite(value);
          // Pushing an empty chunk would stop the reading.
          if (done) this.push(null);
          else if (bytes.length > 0) this.push(bytes);
          else this._read(0);
        },
        (error) => this.destroy(error),
      );
    },
    write(chunk: Uint8Array, _encoding, done) {
      connection.write(chunk).then(() => done(), done);
    },
    writev(parts, done) {
      connection.write(Buffer.concat(parts.map(({ chunk }) => chunk as Buffer))).then(() => done(), done);
    },
    final(done) {
      connection.closeWrite();
      done();
    },
    destroy(error, done) {
      connection.destroy();
      done(error);
    },
  });
}
