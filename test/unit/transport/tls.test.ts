/** TLS: what is accepted, and what is said of what is not (texts of docker 28.2.2 against the same certificates). */
import { once } from "node:events";
import net from "node:net";
import tls from "node:tls";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Endpoint, TlsFiles } from "../../../src/transport/endpoint.js";
import { tlsFailure } from "../../../src/transport/tls-text.js";
import { type Certificates, makeCertificates, type Pair } from "../../support/certificates.js";
import { engineOf, failure, ok, PING } from "../../support/scripted-server.js";

let certs: Certificates;
beforeAll(() => {
  certs = makeCertificates();
}, 60_000);
afterAll(() => certs.remove());

interface Front {
  port: number;
  /** The connections below TLS. */
  raw: net.Socket[];
  /** SNI of each connection. */
  names: (string | false | null | undefined)[];
}

/** A TLS server that answers `[]` to everything, or does what it is told. */
async function serve(options: tls.TlsOptions, on?: (socket: tls.TLSSocket) => void): Promise<Front> {
  const front: Front = { port: 0, raw: [], names: [] };
  const server = tls.createServer({ allowHalfOpen: true, ...options }, (socket) => {
    front.names.push(socket.servername);
    socket.on("error", () => {});
    if (on) return on(socket);
    socket.on("data", (bytes) => {
      socket.write(bytes.includes("_ping") ? PING : ok("[]"));
    });
    socket.on("end", () => socket.end());
  });
  server.on("tlsClientError", () => {});
  server.on("connection", (socket: net.Socket) => front.raw.push(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  front.port = (server.address() as net.AddressInfo).port;
  onTestFinished(() => {
    server.close();
    for (const socket of front.raw) socket.destroy();
  });
  return front;
}

function at(port: number, files: Partial<TlsFiles>, hostname = "127.0.0.1"): { endpoint: Endpoint } {
  return {
    endpoint: { kind: "tcp", host: `tcp://${hostname}:${port}`, hostname, port, basePath: "", tls: { skipVerify: false, ...files } },
  };
}

/** The text behind `Get "URL": `. */
async function told(port: number, files: Partial<TlsFiles>, hostname = "127.0.0.1"): Promise<string> {
  const { message } = await failure(engineOf(at(port, files, hostname), { now: () => Date.UTC(2096, 0, 2, 3, 4, 5) }).json("GET", "/x"));
  const [, prefix, text] = /^(.*?)Get "https:\/\/[^"]+\/v1\.50\/x": (.*)$/s.exec(message) ?? [];
  if (text === undefined) throw new Error(`no such message: ${message}`);
  return prefix === "error during connect: " ? text : `[${prefix}] ${text}`;
}

describe("TLS accepts", () => {
  test.each(["127.0.0.1", "localhost"])("a certificate of our authority for %s, and sends names only as SNI", async (hostname) => {
    const front = await serve(certs.server);
    expect(await engineOf(at(front.port, { ca: certs.ca }, hostname)).json("GET", "/x")).toEqual([]);
    expect(front.names).toEqual([hostname === "localhost" ? "localhost" : false]);
    expect(front.raw.length).toBe(1);
  });

  test.each(["TLSv1.2", "TLSv1.3"] as const)("a client's certificate, %s", async (maxVersion) => {
    const front = await serve({ ...certs.server, ca: certs.ca, requestCert: true, rejectUnauthorized: true, maxVersion });
    expect(await engineOf(at(front.port, { ca: certs.ca, ...certs.client })).json("GET", "/x")).toEqual([]);
  });

  test.each<[string, () => Pair]>([
    ["self-signed", () => certs.selfSigned],
    ["expired", () => certs.expired],
    ["another host's", () => certs.elsewhere],
  ])("anything where nothing is verified: %s", async (_, pair) => {
    const front = await serve(pair());
    expect(await engineOf(at(front.port, { skipVerify: true })).json("GET", "/x")).toEqual([]);
  });
});

describe("TLS refused by us", () => {
  const verify = "tls: failed to verify certificate: x509: ";

  test.each<[string, () => Pair, string, string]>([
    ["self-signed", () => certs.selfSigned, "127.0.0.1", "certificate signed by unknown authority"],
    ["another address", () => certs.elsewhere, "127.0.0.1", "certificate is valid for 10.9.9.9, not 127.0.0.1"],
    ["another name", () => certs.elsewhere, "localhost", "certificate is valid for foo.example, not localhost"],
    ["a common name only", () => certs.nameless, "127.0.0.1", "certificate relies on legacy Common Name field, use SANs instead"],
    ["no name at all", () => certs.nameless, "localhost", "certificate is not valid for any names, but wanted to match localhost"],
  ])("%s", async (_, pair, hostname, text) => {
    let requests = 0;
    const front = await serve(pair(), (socket) => socket.on("data", () => requests++));
    expect(await told(front.port, { ca: certs.ca }, hostname)).toBe(verify + text);
    expect(requests).toBe(0);
  });

  test("refuses a certificate of another authority", async () => {
    const front = await serve(certs.server);
    expect(await told(front.port, { ca: certs.otherCa })).toBe(`${verify}certificate signed by unknown authority`);
  });

  test("says when an expired certificate ended, and what time it is", async () => {
    const front = await serve(certs.expired);
    expect(await told(front.port, { ca: certs.ca })).toMatch(
      /^tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2096-01-02T03:04:05Z is after 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    );
  });
});

describe("TLS refused by the daemon", () => {
  test("reports a protocol that is too old", async () => {
    const front = await serve({ ...certs.server, minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "ALL@SECLEVEL=0" });
    expect(await told(front.port, { ca: certs.ca })).toBe("remote error: tls: protocol version not supported");
  });

  test.each([
    ["TLSv1.2", "remote error: tls: handshake failure"],
    ["TLSv1.3", "remote error: tls: certificate required"],
  ] as const)("reports a missing client certificate with %s", async (maxVersion, text) => {
    const front = await serve({ ...certs.server, ca: certs.ca, requestCert: true, rejectUnauthorized: true, maxVersion });
    expect(await told(front.port, { ca: certs.ca })).toBe(text);
  });

  test("reports an end within the handshake", async () => {
    const server = net.createServer((socket) => socket.once("data", () => socket.end())).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    expect(await told((server.address() as net.AddressInfo).port, { ca: certs.ca })).toBe("EOF");
  });

  test("reports a server that speaks plain HTTP", async () => {
    const server = net
      .createServer((socket) => socket.on("error", () => {}).once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")))
      .listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    expect(await told((server.address() as net.AddressInfo).port, { ca: certs.ca })).toBe(
      "http: server gave HTTP response to HTTPS client",
    );
  });

  test("reports that nobody listens", async () => {
    const message = (await failure(engineOf(at(9, { ca: certs.ca })).json("GET", "/x"))).message;
    expect(message).toBe("Cannot connect to the Docker daemon at tcp://127.0.0.1:9. Is the docker daemon running?");
  });
});

describe("error codes of both runtimes", () => {
  test.each([
    ["ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE", "remote error: tls: bad certificate"],
    ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", "remote error: tls: unknown certificate authority"],
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "remote error: tls: certificate required"],
    ["ERR_SSL_TLSV1_ALERT_CERTIFICATE_REQUIRED", "remote error: tls: certificate required"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "http: server gave HTTP response to HTTPS client"],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "tls: failed to verify certificate: x509: certificate signed by unknown authority"],
    ["ERR_SSL_NO_SHARED_CIPHER", "tls: no shared cipher"],
    ["ECONNRESET", undefined],
  ])("are put into Go's words: %s", (code, text) => expect(tlsFailure(Object.assign(new Error("x"), { code }))?.text).toBe(text));

  test("have a hint for a bad client certificate", async () => {
    const { connectionError } = await import("../../../src/engine/failure.js");
    const { TransportError } = await import("../../../src/transport/transport-error.js");
    const error = connectionError(
      new TransportError("bad-certificate", "remote error: tls: bad certificate"),
      at(2376, {}).endpoint,
      "GET",
      "https://h:2376/v1.50/x",
    );
    expect((error as Error).message).toBe(
      'the server probably has client authentication (--tlsverify) enabled; check your TLS client certification settings: Get "https://h:2376/v1.50/x": remote error: tls: bad certificate',
    );
  });
});

describe.each(["TLSv1.2", "TLSv1.3"] as const)("hijack over %s", (maxVersion) => {
  const UPGRADED = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";

  async function hijacked(then: (socket: tls.TLSSocket, raw: net.Socket) => void) {
    const front: Front = await serve({ ...certs.server, maxVersion }, (socket) => {
      socket.once("data", () => {
        socket.write(`${UPGRADED}some`);
        then(socket, front.raw.at(-1) as net.Socket);
      });
    });
    const engine = engineOf(at(front.port, { ca: certs.ca }), { env: { DOCKER_API_VERSION: "1.45" } });
    return engine.hijack("/exec/x/start", { body: {} });
  }

  /** Reads to the end. `onSome` is called when "some" has been read: what the server does then cannot come too early. */
  async function read(stream: AsyncIterable<Buffer>, onSome = () => {}) {
    let text = "";
    try {
      for await (const chunk of stream) {
        text += chunk.toString("latin1");
        if (text === "some") onSome();
      }
      return { text };
    } catch (error) {
      return { text, error: (error as Error).message };
    }
  }

  test("receives the rest after we have ended our side", async () => {
    const stream = await hijacked((socket) => {
      let got = 0;
      socket.on("data", (bytes) => {
        got += bytes.length;
      });
      socket.on("end", () => setTimeout(() => socket.end(` got ${got}`), 20));
    });
    await stream.write(Buffer.alloc(500_000));
    stream.closeWrite();
    expect(await read(stream)).toEqual({ text: "some got 500000" });
  });

  test("takes an announced end for the end", async () => {
    let end = () => {};
    const stream = await hijacked((socket) => {
      end = () => socket.end();
    });
    expect(await read(stream, () => end())).toEqual({ text: "some" });
  });

  test("takes an end of the connection without an announcement for a cut", async () => {
    let cut = () => {};
    const stream = await hijacked((_, raw) => {
      cut = () => raw.end();
    });
    expect(await read(stream, () => cut())).toEqual({ text: "some", error: "unexpected EOF" });
  });

  test("reports a reset", async () => {
    let reset = () => {};
    const stream = await hijacked((_, raw) => {
      reset = () => raw.resetAndDestroy();
    });
    const { text, error } = await read(stream, () => reset());
    expect(text).toBe("some");
    expect(error).toMatch(/read: connection reset by peer$/);
  });

  test("reports the end after all unread data, not before", async () => {
    const size = 8 * 1024 * 1024;
    const stream = await hijacked((socket) => socket.end(Buffer.alloc(size, "x")));
    let got = 0;
    for await (const chunk of stream) {
      got += chunk.length;
      if (got < 200_000) await new Promise((resolve) => setTimeout(resolve, 40));
    }
    expect(got).toBe(size + 4);
  });
});
