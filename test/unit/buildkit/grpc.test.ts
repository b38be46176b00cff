import { randomBytes } from "node:crypto";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { authMethods } from "../../../src/buildkit/auth.js";
import { type Methods, RpcError, STATUS, unary } from "../../../src/buildkit/grpc.js";
import { dataMessage, dataOf, fieldsOf, MessageWriter } from "../../../src/buildkit/protobuf.js";
import { secretMethods } from "../../../src/buildkit/secrets.js";
import { sshMethods } from "../../../src/buildkit/ssh/forward.js";
import { type EngineSide, engineSide } from "../../support/buildkit-pair.js";

let side: EngineSide;
afterEach(() => side?.close());
const start = async (methods: Methods) => {
  side = await engineSide(methods);
  return side;
};

describe("serve", () => {
  it("answers one request with one answer", async () => {
    const { ask } = await start({ "/s/Echo": unary((request) => Buffer.concat([request, Buffer.from("!")])) });
    expect(await ask("/s/Echo", [Buffer.from("hello")])).toEqual({ messages: [Buffer.from("hello!")], status: "0", message: "" });
  });

  it("takes messages of every size, in whatever pieces", async () => {
    const seen: Buffer[] = [];
    const { ask } = await start({
      "/s/Count": async (call) => {
        for await (const message of call) seen.push(Buffer.from(message));
        await call.send(...seen);
      },
    });
    const sent = [0, 1, 16_379, 16_384, 100_000, 3_000_000].map((size) => randomBytes(size));
    const { messages, status } = await ask("/s/Count", sent);
    expect(status).toBe("0");
    // Compared as bytes: vitest goes through millions of numbers otherwise.
    const differing = (all: readonly Buffer[]) => sent.filter((message, i) => !all[i]?.equals(message)).length;
    expect([seen.length, differing(seen), messages.length, differing(messages)]).toEqual([sent.length, 0, sent.length, 0]);
  });

  it("reports errors in any language", async () => {
    const { ask } = await start({
      "/s/Missing": unary(() => {
        throw new RpcError(STATUS.notFound, "no 100% key für you");
      }),
      "/s/Bug": unary(() => {
        throw new Error("oh");
      }),
    });
    expect(await ask("/s/Missing", [Buffer.alloc(0)])).toEqual({ messages: [], status: "5", message: "no 100% key für you" });
    expect(await ask("/s/Bug", [Buffer.alloc(0)])).toMatchObject({ status: "2", message: "oh" });
    expect(await ask("/s/Other", [Buffer.alloc(0)])).toMatchObject({ status: "12" });
  });

  it("ends a call that it has answered before the caller has sent everything", async () => {
    const { talk } = await start({ "/s/First": unary((request) => request) });
    const reply = await talk("/s/First", {}, [Buffer.from("1"), Buffer.from("2")], (_, __, end) => end());
    expect(reply).toEqual({ messages: [Buffer.from("1")], status: "0", message: "" });
  });

  it("passes headers on that come more than once", async () => {
    const { ask } = await start({ "/s/Meta": unary((_, call) => Buffer.from(call.metadata("x-a").join("|"))) });
    const { messages } = await ask("/s/Meta", [Buffer.alloc(0)], { "x-a": ["1", "2,3"] });
    expect(String(messages[0])).toBe("1|2,3");
  });
});

describe("the Auth service", () => {
  const logins: Record<string, object> = {
    hub: { username: "u", password: "p" },
    "r:5000": { identitytoken: "idt" },
    "t:1": { registrytoken: "rt" },
  };
  const methods = authMethods(async (key) => logins[key] ?? {}, "hub");
  const fields = (bytes: Buffer | undefined) =>
    Array.from(fieldsOf(bytes ?? Buffer.alloc(0)), ({ id, value, bytes }) => [id, bytes.toString() || value]);
  it.each([
    [
      "registry-1.docker.io",
      [
        [1, "u"],
        [2, "p"],
      ],
    ],
    ["r:5000", [[2, "idt"]]],
    ["elsewhere", []],
  ])("gives the login of %s", async (host, expected) => {
    const { ask } = await start(methods);
    const { messages, status } = await ask("/moby.filesync.v1.Auth/Credentials", [new MessageWriter().bytes(1, host).finish()]);
    expect([status, fields(messages[0])]).toEqual(["0", expected]);
  });
  it("leaves fetching tokens to the daemon, except those that the user has", async () => {
    const { ask } = await start(methods);
    const request = (host: string) => [new MessageWriter().bytes(1, "client").bytes(2, host).finish()];
    expect((await ask("/moby.filesync.v1.Auth/GetTokenAuthority", request("hub"))).status).toBe("14");
    expect((await ask("/moby.filesync.v1.Auth/FetchToken", request("hub"))).status).toBe("14");
    expect(fields((await ask("/moby.filesync.v1.Auth/FetchToken", request("t:1"))).messages[0])).toEqual([
      [1, "rt"],
      [2, 60n],
    ]);
  });
});

describe("the Secrets service", () => {
  it("gives secrets by their IDs only", async () => {
    const { ask } = await start(secretMethods([{ id: "a", file: "", variable: "V" }], { cwd: "/", env: { V: "value" } }));
    const get = (id: string) => ask("/moby.buildkit.secrets.v1.Secrets/GetSecret", [new MessageWriter().bytes(1, id).finish()]);
    expect(dataOf((await get("a")).messages[0] as Buffer).toString()).toBe("value");
    expect(await get("b")).toEqual({ messages: [], status: "5", message: "secret b not found" });
  });
});

describe("the SSH service", () => {
  const frame = (...bytes: number[]) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, Buffer.from(bytes)]);
  };
  it("asks the agent for keys and signatures only, in order, in whatever pieces", async () => {
    const socket = path.join(os.tmpdir(), `dl-${process.pid}-${Date.now()}.sock`);
    const asked: Buffer[] = [];
    const agent = net.createServer((connection) => {
      connection.on("error", () => {});
      connection.on("data", (request) => {
        asked.push(request);
        const answer = frame(14, request[5] ?? 0);
        connection.write(answer.subarray(0, 3));
        setImmediate(() => connection.write(answer.subarray(3)));
      });
    });
    await new Promise<void>((resolve) => agent.listen(socket, resolve));
    const { ask } = await start(sshMethods(new Map([["default", socket]])));
    const all = Buffer.concat([frame(11), frame(19), frame(13, 7), frame(27, 1, 2), frame(18, 1), frame(13, 8)]);
    const pieces = [all.subarray(0, 2), all.subarray(2, 9), all.subarray(9)].map(dataMessage);
    const reply = await ask("/moby.sshforward.v1.SSH/ForwardAgent", pieces, { "buildkit.ssh.id": "default" });
    agent.close();
    expect(asked).toEqual([frame(11), frame(13, 7), frame(13, 8)]);
    const failure = frame(5);
    expect(reply.messages.map(dataOf)).toEqual([frame(14, 0), failure, frame(14, 7), failure, failure, frame(14, 8)]);
    expect(reply.status).toBe("0");
  });
  it("refuses an agent that was not named", async () => {
    const { ask } = await start(sshMethods(new Map()));
    expect(await ask("/moby.sshforward.v1.SSH/CheckAgent", [Buffer.alloc(0)])).toMatchObject({ message: "unset ssh forward key default" });
  });
});
