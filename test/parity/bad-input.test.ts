/** What goes wrong, told in Docker's words and with its exit codes. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Certificates, makeCertificates } from "../support/certificates.js";
import { temporaryFolder } from "../support/command.js";
import { answer, type Daemon, PING, type Reply, startDaemon } from "../support/faulty-daemon.js";
import type { Mask } from "../support/masks.js";
import { type Case, cases, parity } from "../support/parity.js";

const words = (line: string): string[] => line.split(" ");
const of = (lines: readonly string[], more: Partial<Case> = {}): Case[] => lines.map((line) => ({ args: words(line), ...more }));

describe.concurrent.each(["unix:///nonexistent/docker.sock", "tcp://127.0.0.1:1"])("commands without a daemon at %s", (host) => {
  cases(
    of(
      ["ps", "images", "info", "inspect x", "logs x", "pull x", "wait x", "run --rm busybox true", "create busybox", "exec x ls"].concat([
        "stop x",
        "kill x",
        "rm -f a b",
        "start a b",
        "start -a x",
        "attach x",
        "rmi x",
        "tag x y",
        "port x",
        "top x",
        "diff x",
        "commit x",
      ]),
      { env: { DOCKER_HOST: host } },
    ),
  );
});

/** Which of a closed socket's signs is seen first is chance: so it is with Docker. */
const GONE: Mask = [/EOF|read unix \S+: read: connection reset by peer|http: server closed idle connection|write: broken pipe/g, "<gone>"];
const FOLLOWERS = ["ps", "inspect x", "logs x", "wait x", "pull x", "run busybox", "images", "exec x ls", "top x", "diff x"];
const HTML = "<html><body><h1>500 oops</h1></body></html>";
const json = (length: number, body: string): Reply => ({
  raw: `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`,
  after: "close",
});
const chunked = (body: string): Reply => ({
  raw: `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${body}`,
  after: "close",
});

interface BadDaemon {
  name: string;
  reply: Reply;
  commands: readonly string[];
  mask?: readonly Mask[];
}

/** Commands that are left out: Docker asks something else first, or takes a cut answer for success. */
const badDaemons: readonly BadDaemon[] = [
  { name: "answers 500 with HTML", reply: answer(500, HTML, "text/html"), commands: [...FOLLOWERS, "stop x", "rm -f a b", "start a b"] },
  { name: "answers 502 with HTML", reply: answer(502, HTML, "text/html"), commands: [...FOLLOWERS, "stop x", "rm -f a b", "start a b"] },
  { name: "answers 500 with nothing", reply: answer(500, ""), commands: FOLLOWERS.filter((one) => !one.startsWith("exec")) },
  { name: "answers 500 with half a message", reply: answer(500, '{"message":"ha'), commands: FOLLOWERS },
  { name: "answers 200 with HTML", reply: answer(200, HTML, "text/html"), commands: FOLLOWERS.filter((one) => !one.startsWith("wait")) },
  { name: "sends half of the JSON", reply: json(500, '[{"Id":"abc'), commands: FOLLOWERS },
  { name: "cuts within a chunk", reply: chunked('ff\r\n[{"Id":"abc'), commands: FOLLOWERS },
  { name: "cuts behind a chunk", reply: chunked('b\r\n[{"Id":"abc\r\n'), commands: FOLLOWERS },
  { name: "sends half of a head", reply: { raw: "HTTP/1.1 200 OK\r\nContent-Ty", after: "close" }, commands: ["ps", "logs x", "pull x"] },
];

describe.concurrent.each(badDaemons)("commands with a daemon that $name", ({ reply, commands, mask }) => {
  let daemon: Daemon;
  beforeAll(async () => {
    daemon = await startDaemon(({ target }) => (target.endsWith("/_ping") ? PING : reply));
  });
  afterAll(() => daemon.close());
  test.each(commands)("print and end as Docker does: %s", (line) => parity({ args: words(line), env: { DOCKER_HOST: daemon.host }, mask }));
});

describe.concurrent("commands with a server that is no daemon", () => {
  const garbage: Reply = { raw: "SSH-2.0-OpenSSH_9.6\r\n", after: "close" };
  const cutHead: Reply = { raw: "", after: "close" };
  // The phrase is in Docker's message or not, by chance.
  const BROKEN: Mask = [/net\/http: HTTP\/1\.x transport connection broken: /g, ""];

  test.each(["ps", "logs x", "pull x", "top x"])("print what Docker prints if it closes at once: %s", async (line) => {
    const daemon = await startDaemon(() => cutHead);
    await parity({ args: words(line), env: { DOCKER_HOST: daemon.host }, mask: [GONE] }).finally(() => daemon.close());
  });
  test.each(["ps", "logs x", "pull x", "top x"])("print what Docker prints if it speaks something else: %s", async (line) => {
    const daemon = await startDaemon(() => garbage);
    await parity({ args: words(line), env: { DOCKER_HOST: daemon.host }, mask: [BROKEN] }).finally(() => daemon.close());
  });
});

describe.concurrent("commands with the wrong kind of TLS", () => {
  let secret: Daemon;
  let plain: Daemon;
  let certs: Certificates;
  const folder = temporaryFolder("tls");
  beforeAll(async () => {
    certs = makeCertificates();
    const files = { "ca.pem": certs.ca, "cert.pem": certs.client.cert, "key.pem": certs.client.key };
    const servers = { "server.pem": certs.server.cert, "server-key.pem": certs.server.key };
    for (const [name, text] of Object.entries({ ...files, ...servers })) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, "other-ca.pem"), certs.otherCa);
    secret = await startDaemon(() => undefined, { tls: { cert: join(folder, "server.pem"), key: join(folder, "server-key.pem") } });
    plain = await startDaemon(() => undefined, { listen: "tcp" });
  });
  afterAll(async () => {
    certs.remove();
    await Promise.all([secret.close(), plain.close()]);
  });
  const port = (daemon: Daemon) => ({ DOCKER_HOST: daemon.host });
  const CLIENT: Mask = [/127\.0\.0\.1:\d+->127\.0\.0\.1:\d+/g, "<ends>"];

  test("report plain HTTP to an HTTPS port", () => parity({ args: ["ps"], env: port(secret), mask: [CLIENT] }));
  test("report HTTPS to a plain HTTP port", () =>
    parity({ args: ["--tls", "ps"], env: { ...port(plain), DOCKER_CERT_PATH: folder }, mask: [CLIENT] }));
  test("report an authority that signed nothing", () =>
    parity({
      args: ["--tlsverify", "--tlscacert", join(folder, "other-ca.pem"), "ps"],
      env: { ...port(secret), DOCKER_CERT_PATH: folder },
    }));
  test("report a missing CA file", () => parity({ args: ["--tlsverify", "--tlscacert", "/nonexistent/ca.pem", "ps"], env: port(secret) }));
  test("report a CA file that holds no certificate", () =>
    parity({ args: ["--tlsverify", "--tlscacert", "/etc/passwd", "ps"], env: port(secret) }));
});

describe.concurrent("commands with invalid values", () => {
  cases(
    of([
      "run -p 99999:80 busybox true",
      "run -p 80:99999 busybox true",
      "run -p a:b:c:d busybox true",
      "run -v a:b:c:d busybox true",
      "run -v /nope:relative busybox true",
      "run --memory abc busybox true",
      "run --memory -1k busybox true",
      "run --memory 1 busybox true",
      "run --cpus abc busybox",
      "run --restart foo busybox true",
      "run --ulimit x busybox",
      "run -e =x busybox true",
      "run --mount type=x busybox",
      "run --label-file /nope busybox",
      "run --env-file /nope busybox true",
      "run --env-file /etc busybox true",
      "run -w relative busybox pwd",
      "run --rm --user nosuchuser busybox true",
      "run --rm --cap-add NOPE busybox true",
      "run --platform foo/bar/baz/qux busybox true",
      "run --security-opt seccomp=/nope busybox true",
      "run --rm busybox nosuchcommand",
      "run --rm busybox /etc",
      "run --rm NoSuch true",
      "run --network=container:nope busybox true",
      "run --rm --device /dev/nope busybox true",
      "create --network bi-missing busybox",
      "exec --env-file /nope x true",
      "stop --timeout x y",
      "kill -s NOPE x",
      "logs --since x y",
      "logs --tail x y",
      "wait nope",
      "pull BusyBox",
      "tag busybox Busy",
      "inspect nope nope2",
      "rm nope nope2",
      "rm -f nope nope2",
    ]),
  );
  cases([
    { name: "a name with spaces: run", args: ["run", "--name", "a b", "busybox", "true"] },
    { name: "a name with spaces: create", args: ["create", "--name", "a b", "busybox", "true"] },
    { name: "a name with spaces: exec", args: ["exec", "a b", "true"] },
    { name: "a name with spaces: logs", args: ["logs", "a b"] },
    { name: "a name with spaces: inspect", args: ["inspect", "a b"] },
    { name: "a name with spaces: rm -f", args: ["rm", "-f", "a b"] },
    { name: "a name with a slash", args: ["logs", "a/b"] },
    { name: "a name with ../", args: ["logs", "../../images/json"] },
    { name: "an empty name: stop", args: ["stop", ""] },
    { name: "an empty name: logs", args: ["logs", ""] },
    { name: "an empty name: inspect", args: ["inspect", ""] },
    { name: "a name as the engine lists it: logs", args: ["logs", "/nope"] },
    { name: "a name as the engine lists it: exec", args: ["exec", "/nope", "true"] },
    { name: "an empty name: exec", args: ["exec", "", "true"] },
    { name: "a name with a percent sign", args: ["rm", "a%2fb"] },
    { name: "a name in another script", args: ["logs", "контейнер"] },
  ]);
});

describe("files after a failure", () => {
  const list = ["ps", "-aq", "--filter", "name={obj}"];
  cases([
    { name: "run --rm on an unknown network", args: ["run", "--rm", "--name", "{obj}", "--network", "bi-missing", "busybox", "true"] },
    { name: "cidfile of a failed create", args: ["create", "--cidfile", "{dir}/cid", "--restart", "foo", "busybox"], compare: ["cid"] },
    {
      name: "cidfile of an image that is nowhere",
      args: ["run", "--pull", "never", "--cidfile", "{dir}/cid", "nosuch:1"],
      compare: ["cid"],
    },
    {
      name: "cidfile of a container that cannot start",
      args: ["run", "--name", "{obj}", "--cidfile", "{dir}/cid", "busybox", "nosuchcommand"],
      compare: ["cid"],
    },
    { name: "cidfile that is there", args: ["run", "--cidfile", "{dir}/cid", "busybox"], files: { cid: "old" }, compare: ["cid"] },
    { name: "cidfile in no folder", args: ["run", "--cidfile", "{dir}/no/cid", "busybox", "true"] },
    { name: "nothing of that name before", args: list },
  ]);
});

describe.concurrent("the choice of the daemon", () => {
  const none = { DOCKER_HOST: undefined };
  cases([
    ...of(["-H foo:1 ps", "-H tcp://127.0.0.1:99999 ps", "-H bad://x ps", "-H ssh://u:pw@h ps", "-H unix:// ps", "-H tcp:// ps"]),
    ...of(["-H a -H b ps", "-c nope ps", "--tlscacert /nope ps -q -f name=zzz", "--config /nope ps -q -f name=zzz"]),
    { name: "--tlsverify without files", args: ["--tlsverify", "ps"] },
    { name: "-c and -H", args: ["-c", "nope", "-H", "tcp://127.0.0.1:1", "ps"] },
    { name: "-c default", args: ["-c", "default", "ps", "-q", "-f", "name=zzz"] },
    { name: "DOCKER_CONTEXT unknown, DOCKER_HOST set", args: ["ps", "-q", "-f", "name=zzz"], env: { DOCKER_CONTEXT: "nope" } },
    { name: "DOCKER_CONTEXT unknown", args: ["ps"], env: { ...none, DOCKER_CONTEXT: "nope" } },
    { name: "currentContext unknown", args: ["ps"], env: none, config: { currentContext: "nope" } },
    { name: "currentContext unknown, DOCKER_HOST set", args: ["ps", "-q", "-f", "name=zzz"], config: { currentContext: "nope" } },
    { name: "-H wins over DOCKER_HOST", args: ["-H", "tcp://127.0.0.1:1", "ps"] },
    ...["1.10", "abc", "9.99", "v1.43", "1.43", ""].map((version) => ({
      name: `DOCKER_API_VERSION=${version}`,
      args: ["ps", "-q", "-f", "name=zzz"],
      env: { DOCKER_API_VERSION: version },
    })),
  ]);
});

describe.concurrent("a config.json that is", () => {
  const ps = ["ps", "-q", "-f", "name=zzz"];
  const file = (text: string) => ({ args: ps, files: { ".docker/config.json": text } });
  cases([
    { name: "cut", ...file('{"auths": {') },
    { name: "empty", ...file("") },
    { name: "no object", ...file("[1]") },
    { name: "a number", ...file("42") },
    { name: "of wrong types", ...file('{"psFormat": 5}') },
    { name: "of a bad auth", ...file('{"auths": {"x": {"auth": "%%%"}}}') },
    { name: "a folder", args: ps, files: { ".docker/config.json/x": "" } },
    { name: "a format that does not parse", args: ["ps"], config: { psFormat: "{{.Nope" } },
  ]);
});
