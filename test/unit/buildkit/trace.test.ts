import { describe, expect, it } from "vitest";
import { MessageWriter } from "../../../src/buildkit/protobuf.js";
import { decodeStatus } from "../../../src/buildkit/trace.js";

describe("decodeStatus", () => {
  const time = (seconds: number, nanos: number) => new MessageWriter().number(1, seconds).number(2, nanos).finish();
  it("decodes vertexes, statuses, logs and warnings", () => {
    const message = new MessageWriter()
      .message(
        1,
        new MessageWriter()
          .bytes(1, "d")
          .bytes(2, "i")
          .bytes(3, "n")
          .number(4, 1)
          .message(5, time(1, 2))
          .message(6, time(3, 0))
          .bytes(7, "e")
          .finish(),
      )
      .message(2, new MessageWriter().bytes(1, "id").bytes(2, "d").bytes(3, "n").number(4, 5).number(5, 6).message(6, time(1, 0)).finish())
      .message(3, new MessageWriter().bytes(1, "d").message(2, time(1, 0)).number(3, 2).bytes(4, "log").finish())
      .message(
        4,
        new MessageWriter()
          .bytes(1, "d")
          .bytes(3, "short")
          .bytes(4, "more")
          .message(6, new MessageWriter().bytes(1, "Dockerfile").bytes(2, "FROM x").finish())
          .message(
            7,
            new MessageWriter()
              .message(1, new MessageWriter().number(1, 3).finish())
              .message(2, new MessageWriter().number(1, 4).finish())
              .finish(),
          )
          .finish(),
      )
      .finish();
    expect(decodeStatus(message)).toEqual({
      vertexes: [{ digest: "d", inputs: ["i"], name: "n", cached: true, started: 1_000_000_002n, completed: 3_000_000_000n, error: "e" }],
      statuses: [{ id: "id", vertex: "d", name: "n", current: 5, total: 6, timestamp: 1_000_000_000n }],
      logs: [{ vertex: "d", timestamp: 1_000_000_000n, stream: 2, data: Buffer.from("log") }],
      warnings: [
        {
          vertex: "d",
          level: 0,
          short: "short",
          detail: ["more"],
          url: "",
          source: { filename: "Dockerfile", text: "FROM x" },
          ranges: [{ start: 3, end: 4 }],
        },
      ],
    });
  });
});
