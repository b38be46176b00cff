import { describe, expect, it } from "vitest";
import { openDisplay } from "../../../../src/buildkit/progress/display.js";
import { at, news, vertex } from "../../../support/solve-status.js";

describe("openDisplay", () => {
  it("writes nothing in quiet mode", () => {
    const screen = { width: () => 80, height: () => 24, colour: false, write: () => expect.unreachable() };
    const display = openDisplay({ mode: "quiet", isTTY: true, screen, now: () => 0, builder: { text: "", label: "" } });
    display.update(news({ vertexes: [vertex("a", "A", { started: at(0) })] }));
    display.done();
  });
});
