/** What people are told beyond Docker's texts: the next step if no daemon can be reached. */
import { describe, expect, it } from "vitest";
import { nextStep } from "../../../src/cli/next-step.js";
import { type EndpointSources, resolveEndpoint } from "../../../src/engine/endpoint/resolve.js";
import { connectionError } from "../../../src/engine/failure.js";
import { type ConnectionError, type ConnectionReason, EndpointError } from "../../../src/errors/connection.js";
import { UserError } from "../../../src/errors.js";
import type { Endpoint } from "../../../src/transport/endpoint.js";
import { TransportError } from "../../../src/transport/transport-error.js";

const naming = { global: { hosts: [] }, env: { DOCKER_HOST: "tcp://h:1" }, platform: "linux" } as const;

const tcp: Endpoint = { kind: "tcp", host: "tcp://h:1", hostname: "h", port: 1, basePath: "" };

const ssh: Endpoint = { kind: "ssh", host: "ssh://ops@build:22", user: "ops", hostname: "build", port: 22 };

const unreached = (reason: ConnectionReason, endpoint: Endpoint = tcp) =>
  connectionError(new TransportError(reason, "x"), endpoint, "GET", "http://h/") as ConnectionError;

describe("nextStep", () => {
  it.each<[ConnectionReason, RegExp | undefined, Endpoint?]>([
    ["no-socket", /tcp:\/\/h:1, which DOCKER_HOST names/],
    ["socket", /tcp:\/\/h:1, which DOCKER_HOST names/],
    ["refused", /tcp:\/\/h:1, which DOCKER_HOST names/],
    ["no-answer", /tcp:\/\/h:1, which DOCKER_HOST names/],
    ["permission", /group .*dockline engine up/],
    ["needs-tls", /--tlsverify/],
    ["no-tls", /speaks no TLS/],
    ["unknown-authority", /--tlscacert/],
    ["wrong-name", /a name that is in its certificate/],
    ["expired", /clocks/],
    ["certificate-required", /--tlscert/],
    ["bad-certificate", /--tlscert/],
    ["dns", /unknown to this machine/],
    ["port", /up to 65535/],
    ["ssh", /'ssh build docker version'/, ssh],
    ["no-ssh", undefined, ssh],
    ["not-http", undefined],
    ["closed", undefined],
    ["stalled", undefined],
  ])("has the right next step for %s", (reason, step, endpoint) => {
    if (step) expect(nextStep(unreached(reason, endpoint), naming)).toMatch(step);
    else expect(nextStep(unreached(reason, endpoint), naming)).toBeUndefined();
  });

  it.each<[string, Partial<EndpointSources>, RegExp]>([
    ["an unknown context", { context: "x" }, /dockline context ls/],
    ["an invalid host", { env: { DOCKER_HOST: "http://x" } }, /DOCKER_HOST: a daemon is named unix:/],
    ["several hosts", { flags: { hosts: ["a", "b"] } }, /a context of each/],
    ["missing certificates", { flags: { hosts: [], tlsverify: true } }, /DOCKER_CERT_PATH/],
  ])("has the right next step for %s", async (_, sources, step) => {
    const error = await resolveEndpoint({
      flags: { hosts: [] },
      env: {},
      home: "/h",
      platform: "linux",
      context: "default",
      readContext: () => {
        throw new UserError("no such context", { kind: "not-found" });
      },
      readFile: (path) => {
        throw Object.assign(new Error(path), { code: "ENOENT" });
      },
      ...sources,
    }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(EndpointError);
    expect(nextStep(error, naming)).toMatch(step);
  });

  it("says nothing if the message has advice already", () => {
    const advised = { ...tcp, kind: "unix", path: "/s", hint: "No other daemon was found on this machine." } as Endpoint;
    expect(unreached("no-socket", advised).message).toContain("No other daemon was found");
    expect(nextStep(unreached("no-socket", advised), naming)).toBeUndefined();
  });
});
