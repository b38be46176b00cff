/** What people are told beyond the reference's texts: near misses of flags, and the next step where no daemon answers. */
import { expect, it } from "vitest";
import { nextStep } from "../../../src/cli/next-step.js";
import { nearFlag } from "../../../src/cli/usage.js";
import { FlagError } from "../../../src/errors.js";

const known = () => ["all", "detach", "name", "no-trunc"].map((long) => ({ long }));

it.each([
  ["unknown flag: --detch", "Did you mean --detach?"],
  ["unknown flag: --no-trnc", "Did you mean --no-trunc?"],
  ["unknown shorthand flag: 'n' in -name", "Did you mean --name?"],
  ["unknown flag: --host", "'--host' stands before the command: 'dockline --host … ps'"],
  ["unknown shorthand flag: 'H' in -H", "'-H' stands before the command: 'dockline -H … ps'"],
  ["unknown shorthand flag: 'D' in -D", "'-D' stands before the command: 'dockline -D ps'"],
])("%s", async (message, hint) => {
  expect((await nearFlag("dockline", new FlagError(message), "dockline ps", known)).message).toBe(`${message}\n\n${hint}`);
  expect((await nearFlag("docker", new FlagError(message), "docker ps", known)).message).toBe(message);
});

it.each(["unknown flag: --kubernetes", "flag needs an argument: --name"])("%s: nothing near", async (message) => {
  expect((await nearFlag("dockline", new FlagError(message), "dockline ps", known)).message).toBe(message);
});

const naming = { global: { hosts: [] }, env: { DOCKER_HOST: "tcp://h:1" }, platform: "linux" } as const;

it.each([
  ["Cannot connect to the Docker daemon at tcp://h:1. Is the docker daemon running?", /tcp:\/\/h:1, which DOCKER_HOST names/],
  ["dockline: Cannot connect to the Docker daemon at tcp://h:1. Is the docker daemon running?\n\nRun 'x'", /which DOCKER_HOST names/],
  ['Failed to initialize: unable to resolve docker endpoint: context "x": context not found: open /m', /dockline context ls/],
  [
    "Failed to initialize: unable to resolve docker endpoint: invalid bind address format: http://x",
    /DOCKER_HOST: a daemon is named unix:/,
  ],
  ["Failed to initialize: unable to resolve docker endpoint: open /h/ca.pem: no such file or directory", /DOCKER_CERT_PATH/],
  ["permission denied while trying to connect to the Docker daemon socket at unix:///s: Get", /group .*dockline engine up/],
  ['Get "http://h/": net/http: malformed HTTP response.\n* Are you trying to connect to a TLS-enabled daemon without TLS?', /--tlsverify/],
  ["error during connect: Get: http: server gave HTTP response to HTTPS client", /speaks no TLS/],
  ["error during connect: Get: tls: failed to verify certificate: x509: certificate signed by unknown authority", /--tlscacert/],
  ["error during connect: Get: remote error: tls: certificate required", /--tlscert/],
  ["error during connect: Get: dial tcp: lookup h on 1.1.1.1:53: no such host", /unknown to this machine/],
  [
    "error during connect: Get: command [ssh -o ConnectTimeout=30 -T -- build docker system dial-stdio] has exited",
    /'ssh build docker version'/,
  ],
])("%s", (message, step) => {
  expect(nextStep(message, naming)).toMatch(step);
});

it("says nothing where advice was given, or there is none", () => {
  const advised =
    "Cannot connect to the Docker daemon at unix:///s. Is the docker daemon running?\nNo other daemon was found on this machine.";
  expect(nextStep(advised, naming)).toBeUndefined();
  expect(nextStep("error during connect: EOF", naming)).toBeUndefined();
});
