import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { openStopSocket } from "../../../../src/cli/plugins/stop-socket.js";
import { needs } from "../../../support/needs.js";

const abstract = needs(process.platform === "linux", {
  what: "the socket that tells a plugin to stop",
  why: "abstract sockets are Linux's",
  get: "npx vitest run test/unit/cli/plugins/stop-socket.test.ts   (on Linux)",
});

describe.runIf(abstract)("openStopSocket", () => {
  it("listens on an abstract name, and ends its connections when it closes", async () => {
    const socket = await openStopSocket("linux");
    if (!socket) throw new Error("no socket");
    expect(socket.address).toMatch(/^@docker_cli_[0-9a-f]{96}$/);
    const client = connect(socket.address.replace("@", "\0"));
    await once(client, "connect");
    const closed = once(client, "close");
    client.resume();
    socket.close();
    await closed;
    const late = connect(socket.address.replace("@", "\0"));
    const [error] = await once(late, "error");
    expect((error as NodeJS.ErrnoException).code).toBe("ECONNREFUSED");
  });

  it("takes another name each time", async () => {
    const sockets = await Promise.all([openStopSocket("linux"), openStopSocket("linux")]);
    expect(sockets[0]?.address).not.toBe(sockets[1]?.address);
    for (const socket of sockets) socket?.close();
  });
});

it("does nothing if there are no abstract sockets", async () => {
  expect(await openStopSocket("darwin")).toBeUndefined();
  expect(await openStopSocket("win32")).toBeUndefined();
});
